import type { Link } from "./link.js";
import { Readiness } from "./readiness.js";
import {
  isNodeRedisCluster,
  isNodeRedisSentinel,
  type NodeRedisClient,
  type NodeRedisCluster,
  type NodeRedisCommandOptions,
  type NodeRedisSentinel,
} from "./redis-client.js";

/** The way through a client of node-redis: a single one, a pool, a cluster, or one that asks Sentinel. */
export class NodeRedisLink implements Link {
  readonly #readiness: Readiness;
  readonly #send: (key: string, command: string[]) => Promise<unknown>;

  constructor(client: NodeRedisClient | NodeRedisCluster | NodeRedisSentinel, timeoutMs: number) {
    // The user's own mapping of types does not apply to what the store reads. A command that cannot be written in time is never sent.
    const options: NodeRedisCommandOptions = { timeout: timeoutMs, typeMapping: {} };
    // Only a single client knows whether it is ready; the others have many connections, each with its queue.
    const hasOneConnection =
      "isReady" in client && !isNodeRedisCluster(client) && !isNodeRedisSentinel(client);
    this.#readiness = new Readiness(
      client,
      {
        isReady: () => (hasOneConnection ? client.isReady === true : client.isOpen),
        isEnded: () => !client.isOpen,
      },
      timeoutMs,
    );
    if (isNodeRedisCluster(client))
      this.#send = (key, command) => client.sendCommand(key, false, command, options);
    else if (isNodeRedisSentinel(client))
      this.#send = (_key, command) => client.sendCommand(false, command, options);
    else this.#send = (_key, command) => client.sendCommand(command, options);
  }

  ready(): Promise<void> | undefined {
    return this.#readiness.wait();
  }

  send(key: string, command: string[]): Promise<unknown> {
    return this.#send(key, command);
  }
}
