import type { Link } from "./link.js";
import { Readiness } from "./readiness.js";
import type { IoredisClient } from "./redis-client.js";

/** The way through a `Redis` or `Cluster` of ioredis; a Cluster finds the node by the command's keys. */
export class IoredisLink implements Link {
  readonly #client: IoredisClient;
  readonly #readiness: Readiness;

  constructor(client: IoredisClient, timeoutMs: number) {
    this.#client = client;
    this.#readiness = new Readiness(
      client,
      { isReady: () => client.status === "ready", isEnded: () => client.status === "end" },
      timeoutMs,
    );
  }

  ready(): Promise<void> | undefined {
    const waiting = this.#readiness.wait();
    // With `lazyConnect` nothing happens before somebody asks; what goes wrong comes as an event.
    if (this.#client.status === "wait") this.#client.connect().catch(() => {});
    return waiting;
  }

  send(_key: string, [name = "", ...args]: string[]): Promise<unknown> {
    return this.#client.call(name, args);
  }
}
