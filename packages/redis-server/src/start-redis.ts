import { findRedis } from "./find-redis.js";
import { RedisServer } from "./redis-server.js";
import type { ServerOptions } from "./server-options.js";

/**
 * Starts a server on a free port of loopback, its data in a temporary folder; stop it afterwards. It is stopped too when this process dies.
 *
 * @throws Error when there is no program to start, with the reason; or with the server's last words when it does not start.
 * @example
 * await using redis = await startRedis({ appendonly: true, appendfsync: "always" });
 */
export async function startRedis(options: ServerOptions = {}): Promise<RedisServer> {
  if (options.engine !== undefined) return RedisServer.start(options.engine, options);
  const found = await findRedis();
  const [engine] = found.engines;
  if (engine !== undefined) return RedisServer.start(engine, options);
  throw new Error(
    found.kind === "none"
      ? found.reason
      : "REDIS_URL is set, and no redis-server or valkey-server is on the PATH: a server of one's own cannot be started.",
  );
}
