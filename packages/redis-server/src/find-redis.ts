import { enginesOnPath, type RedisEngine } from "./engine.js";
import { installRedis } from "./install-redis.js";

/** The Redis that may be used here. */
export type FoundRedis =
  /** A server that runs already, whose user gave its address. Its data is not ours: only keys of our own may be touched. */
  | { readonly kind: "url"; readonly url: string; readonly engines: readonly RedisEngine[] }
  /** Programs that servers may be started from, at least one. */
  | { readonly kind: "engines"; readonly engines: readonly [RedisEngine, ...RedisEngine[]] }
  /** A sentence that says why there is none, and what to do. */
  | { readonly kind: "none"; readonly reason: string; readonly engines: readonly [] };

/**
 * Finds a Redis: `REDIS_URL` if it is set, else `redis-server` and `valkey-server` on the PATH, else what the
 * system's package manager installs when this user is root.
 */
export async function findRedis(): Promise<FoundRedis> {
  const engines = await enginesOnPath();
  const url = process.env.REDIS_URL;
  if (url !== undefined && url !== "") return { kind: "url", url, engines };
  const [first, ...others] = engines;
  if (first !== undefined) return { kind: "engines", engines: [first, ...others] };
  const whyNot = await installRedis();
  const [installed, ...more] = whyNot === undefined ? await enginesOnPath() : [];
  if (installed !== undefined) return { kind: "engines", engines: [installed, ...more] };
  return { kind: "none", reason: `${NONE} ${whyNot ?? ""}`.trim(), engines: [] };
}

const NONE = "There is no Redis 7 or newer: set REDIS_URL, or put redis-server or valkey-server on the PATH.";
