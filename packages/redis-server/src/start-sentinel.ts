import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-port.js";
import type { RedisServer } from "./redis-server.js";
import { ServerProcess } from "./server-process.js";

/** How long a master may be silent before it is taken for dead, ms. */
const DOWN_AFTER_MS = 500;

/** Watches a master and its replicas, and promotes one when the master is dead. */
export interface Sentinel {
  readonly port: number;
  /** By which clients ask for the master. */
  readonly masterName: "main";
  /** Resolves at the next failover: ask before you cause it. */
  nextFailover(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one over a master without a password that has a replica; resolves once it knows of the replica. */
export async function startSentinel(master: RedisServer): Promise<Sentinel> {
  const [port] = (await freePorts(1)) as [number];
  const dir = await mkdtemp(join(tmpdir(), "dialpool-sentinel-"));
  const file = join(dir, "sentinel.conf");
  const lines = [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir ${dir}`,
    `sentinel monitor main 127.0.0.1 ${master.port} 1`,
    `sentinel down-after-milliseconds main ${DOWN_AFTER_MS}`,
    "",
  ];
  await writeFile(file, lines.join("\n"));
  const sentinel = await ServerProcess.startSentinel(master.engine, file, dir);
  await sentinel.log.says(/\+slave slave/);
  return {
    port,
    masterName: "main",
    nextFailover: () => sentinel.log.says(/\+switch-master main/),
    stop: async () => {
      await sentinel.end("SIGKILL");
      await rm(dir, { recursive: true, force: true });
    },
  };
}
