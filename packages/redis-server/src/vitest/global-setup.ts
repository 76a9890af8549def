import type { TestProject } from "vitest/node";
import { findRedis } from "../find-redis.js";
import type { RedisServer } from "../redis-server.js";
import { isContinuousIntegration, skippedNotice } from "../skipped.js";
import { startRedis } from "../start-redis.js";
import type { ProvidedServer } from "./provided.js";

/**
 * Vitest's `globalSetup` for packages with Redis suites: starts a server of each engine found (or takes the one of `REDIS_URL`),
 * and stops it after the run.
 *
 * Where there is none, suites are skipped and the reason is the last thing that the run prints; with `CI` set that is
 * a failure.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await findRedis();
  if (found.kind === "none") {
    if (isContinuousIntegration())
      throw new Error(`With CI set, Redis must not be left out. ${found.reason}`);
    project.provide("dialpoolRedis", { servers: [], engines: [], reason: found.reason });
    return async () => void process.stderr.write(skippedNotice(found.reason));
  }
  if (found.kind === "url") {
    const servers = [{ name: "the Redis of REDIS_URL", url: found.url }];
    project.provide("dialpoolRedis", { servers, engines: found.engines });
    return async () => {};
  }
  const started: RedisServer[] = [];
  const servers: ProvidedServer[] = [];
  for (const engine of found.engines) {
    const server = await startRedis({ engine });
    started.push(server);
    servers.push({ name: `${engine.name} ${engine.version}`, url: server.url });
  }
  project.provide("dialpoolRedis", { servers, engines: found.engines });
  return async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
}
