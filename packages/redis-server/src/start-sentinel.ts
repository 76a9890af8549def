import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandOf } from "./command.js";
import { freePorts } from "./free-port.js";
import type { RedisServer } from "./redis-server.js";
import { ServerProcess } from "./server-process.js";

/** How long a master may be silent before it is taken for dead, ms: on a busy machine it must not be so by itself. */
const DOWN_AFTER_MS = 60_000;

/** Knows which server is the master, and promotes its replica. */
export interface Sentinel {
  readonly port: number;
  /** By which clients ask for the master. */
  readonly masterName: "main";
  /** Promotes the replica, whether or not the master is alive; resolves once it is the master. */
  failOver(): Promise<void>;
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
  return {
    port,
    masterName: "main",
    failOver: async () => {
      const switched = sentinel.log.says(/\+switch-master main/);
      switched.catch(() => {});
      while (!(await isFailoverBegun(port)));
      await switched;
    },
    stop: async () => {
      await sentinel.end("SIGKILL");
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Asks for a failover; it is refused as long as the sentinel has not heard of the replica's state. */
async function isFailoverBegun(port: number): Promise<boolean> {
  return commandOf({ port }, "SENTINEL", "FAILOVER", "main").then(
    () => true,
    (error: Error) => {
      if (!error.message.startsWith("NOGOODSLAVE")) throw error;
      return false;
    },
  );
}
