import type { Extensions, Geography } from "@dialpool/pool-strategies";
import type { RedisClient } from "./client/redis-client.js";
import type { Journal } from "./journal.js";

/** What a Redis store is told. */
export interface RedisStoreOptions {
  /** The user's own client, connected or not: an ioredis `Redis` or `Cluster`, or a node-redis client or cluster. It stays the user's: `close` leaves it open. */
  readonly client: RedisClient;
  /** All pools whose numbers may overlap. Part of every key, as its hash tag: 1 to 200 characters, none of them `{` or `}`. */
  readonly namespace: string;
  /** What every key begins with. Default `"dialpool"`. */
  readonly keyPrefix?: string;
  /** Knows where numbers belong. Needed by policies with local presence. */
  readonly geography?: Geography;
  /** Functions that policies may name. Every process must register the same. */
  readonly extensions?: Extensions;
  /** For how long a lease that nobody settles is taken for a call in flight, ms: 1,000 to 86,400,000. Default 3,600,000. */
  readonly maxCallMs?: number;
  /**
   * How far the caller's clock may be off the server's before a verb is refused with `clock_skew`, ms. Default 5,000.
   * `null`: no matter how far; for tests that have a clock of their own.
   */
  readonly maxClockSkewMs?: number | null;
  /** Callees who are remembered; beyond it the one written to longest ago goes. Default 1,000,000. */
  readonly maxCallees?: number;
  /** How long a verb waits for the connection, and then for its answer, ms. Default 5,000. */
  readonly commandTimeoutMs?: number;
  /** Runs with `journaled.acquire` and `journaled.settle`, in the same script. */
  readonly journal?: Journal;
}
