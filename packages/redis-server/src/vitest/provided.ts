import type {} from "vitest";
import type { RedisEngine } from "../engine.js";

/** What the set-up of a run hands to its tests. */
export interface ProvidedRedis {
  /** Servers to test on: one of each engine that is here, or the one of `REDIS_URL`. */
  readonly servers: readonly ProvidedServer[];
  /** Programs that a test may start servers of its own from. */
  readonly engines: readonly RedisEngine[];
  /** Why there are no servers. */
  readonly reason?: string;
}

/** A server that a whole run shares: each test keeps to keys of its own. */
export interface ProvidedServer {
  /** For the names of suites: `redis 7.0.15`. */
  readonly name: string;
  readonly url: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly dialpoolRedis: ProvidedRedis;
  }
}
