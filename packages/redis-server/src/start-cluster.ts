import { RedisServer } from "./redis-server.js";
import type { ServerOptions } from "./server-options.js";
import { enginesHere } from "./start-redis.js";

const SLOTS = 16_384;
const MASTERS = 3;
/** Three masters that share the slots, on loopback. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  /** Of all nodes; a client finds the rest by any of them. */
  readonly ports: readonly number[];
  /** The node that serves a key. */
  nodeOf(key: string): Promise<RedisServer>;
  /** Moves a key's slot, with all keys in it, to the next node, as a resharding does. Clients meanwhile are sent to ASK, later MOVED. */
  moveSlotOf(key: string): Promise<RedisServer>;
  /** Begins such a move, no key moved yet; resolves with what completes it, and answers the node that has the slot then. */
  beginMoveOf(key: string): Promise<() => Promise<RedisServer>>;
  stop(): Promise<void>;
}

/** Starts a Redis Cluster of three masters; resolves once every node serves. */
export async function startCluster(
  options: Omit<ServerOptions, "tls" | "password"> = {},
): Promise<RedisCluster> {
  const engine = options.engine ?? (await enginesHere())[0];
  const nodes = await Promise.all(
    Array.from({ length: MASTERS }, () => RedisServer.start(engine, { ...options, cluster: true })),
  );
  try {
    await join(nodes);
  } catch (error) {
    await Promise.all(nodes.map((node) => node.stop()));
    throw error;
  }
  return new RunningCluster(nodes);
}

async function join(nodes: readonly RedisServer[]): Promise<void> {
  const [first, ...others] = nodes as [RedisServer, ...RedisServer[]];
  const serving = nodes.map((node) => node.says(/Cluster state changed: ok/));
  for (const wait of serving) wait.catch(() => {});
  for (const [place, node] of nodes.entries()) {
    await node.command("CLUSTER", "SET-CONFIG-EPOCH", place + 1);
    await node.command("CLUSTER", "ADDSLOTSRANGE", firstSlot(place), firstSlot(place + 1) - 1);
  }
  for (const { port, busPort } of others) await first.command("CLUSTER", "MEET", "127.0.0.1", port, busPort);
  await Promise.all(serving);
}

function firstSlot(place: number): number {
  return Math.ceil((SLOTS * place) / MASTERS);
}

class RunningCluster implements RedisCluster {
  constructor(readonly nodes: readonly RedisServer[]) {}

  get ports(): readonly number[] {
    return this.nodes.map(({ port }) => port);
  }

  async nodeOf(key: string): Promise<RedisServer> {
    const slot = await this.#slotOf(key);
    for (const node of this.nodes) {
      const ranges = (await this.#first.command("CLUSTER", "SLOTS")) as [number, number, [string, number]][];
      if (ranges.some(([from, to, [, port]]) => from <= slot && slot <= to && port === node.port))
        return node;
    }
    throw new Error(`No node serves slot ${slot}.`);
  }

  async moveSlotOf(key: string): Promise<RedisServer> {
    const finish = await this.beginMoveOf(key);
    return finish();
  }

  async beginMoveOf(key: string): Promise<() => Promise<RedisServer>> {
    const slot = await this.#slotOf(key);
    const from = await this.nodeOf(key);
    const to = this.nodes[(this.nodes.indexOf(from) + 1) % this.nodes.length] as RedisServer;
    const [fromId, toId] = [
      await from.command("CLUSTER", "MYID"),
      await to.command("CLUSTER", "MYID"),
    ] as string[];
    await to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId as string);
    await from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId as string);
    return async () => {
      await moveKeys(slot, from, to);
      for (const node of [to, from, ...this.nodes])
        await node.command("CLUSTER", "SETSLOT", slot, "NODE", toId as string);
      return to;
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  get #first(): RedisServer {
    return this.nodes[0] as RedisServer;
  }

  async #slotOf(key: string): Promise<number> {
    return (await this.#first.command("CLUSTER", "KEYSLOT", key)) as number;
  }
}

async function moveKeys(slot: number, from: RedisServer, to: RedisServer): Promise<void> {
  for (;;) {
    const keys = (await from.command("CLUSTER", "GETKEYSINSLOT", slot, 100)) as string[];
    if (keys.length === 0) return;
    await from.command("MIGRATE", "127.0.0.1", to.port, "", 0, 5_000, "KEYS", ...keys);
  }
}
