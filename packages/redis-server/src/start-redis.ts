import type { RedisEngine } from "./engine.js";
import { findRedis } from "./find-redis.js";
import { RedisServer } from "./redis-server.js";
import type { ServerOptions } from "./server-options.js";

/**
 * Starts a server on a free port of loopback, its data in a temporary folder; stop it afterwards, for it keeps this process
 * alive. It is stopped too when this process dies.
 *
 * @throws Error when there is no program to start, with the reason; or with the server's last words when it does not start.
 * @example
 * await using redis = await startRedis({ appendonly: true, appendfsync: "always" });
 */
export async function startRedis(options: ServerOptions = {}): Promise<RedisServer> {
  return RedisServer.start(options.engine ?? (await enginesHere())[0], options);
}

/** The programs that servers may be started from, at least one. */
export async function enginesHere(): Promise<readonly [RedisEngine, ...RedisEngine[]]> {
  const found = await findRedis();
  const [first, ...others] = found.engines;
  if (first !== undefined) return [first, ...others];
  throw new Error(
    found.kind === "none"
      ? found.reason
      : "REDIS_URL is set, and no redis-server or valkey-server is on the PATH: a server of one's own cannot be started.",
  );
}
