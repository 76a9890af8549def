import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RedisEngine } from "@dialpool/redis-server";
import type { HostKind, Scenario } from "../plan/scenarios.js";
import { clusterHost, redisHost } from "./redis-hosts.js";
import { runStress, type StressReport } from "./run-stress.js";
import { fileHost, type StoreHost } from "./store-host.js";

/**
 * Runs one scenario in a folder and on servers of its own, which are gone afterwards.
 *
 * @param workerPath The built `worker.js`.
 * @param parent Where the folder is made.
 */
export async function runScenario(
  { name: _, host: kind, engine, ...plan }: Scenario,
  workerPath: string,
  parent = tmpdir(),
): Promise<StressReport> {
  const folder = await mkdtemp(join(parent, "dialpool-stress-"));
  try {
    const host = await hostOf(kind, folder, engine);
    try {
      return await runStress({ ...plan, folder, store: host.address }, host, workerPath);
    } finally {
      await host.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hostOf(
  kind: HostKind,
  folder: string,
  engine: RedisEngine | undefined,
): Promise<StoreHost> | StoreHost {
  const options = engine === undefined ? {} : { engine };
  switch (kind) {
    case "sqlite":
      return fileHost(join(folder, "dialpool.db"));
    case "redis":
      return redisHost("none", options);
    case "redis-always":
      return redisHost("always", options);
    case "redis-everysec":
      return redisHost("everysec", options);
    case "redis-replica":
      return redisHost("none", { ...options, withReplica: true });
    case "redis-cluster":
      return clusterHost(options);
    default:
      return kind satisfies never;
  }
}
