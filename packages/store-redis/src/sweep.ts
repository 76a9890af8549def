import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

/** What is to be swept besides what lists itself. */
export interface SweepOptions {
  /** Chunks of leases, joined by commas. Default: those that the state knows. */
  readonly chunks?: string;
  /** How many pools there were. Default: as many as the state knows. */
  readonly pools?: number;
  /** The state too; without it, it tells where the namespace is now. */
  readonly withState: boolean;
  /** A generation that was begun and never used. */
  readonly generation?: string;
}

/** Unlinks the keys of a generation, or of a copy, that nobody uses any more. */
export async function sweep(
  client: NamespaceClient,
  scripts: Scripts,
  keys: readonly [string, string],
  { chunks = "", pools = 0, withState, generation = "" }: SweepOptions,
): Promise<void> {
  let place: readonly [pool: string, bucket: string] = ["1", "1"];
  for (;;) {
    const args = [chunks, pools, ...place, withState ? "1" : "", generation];
    const [kind, pool, bucket] = await client.run(scripts.sweep, args, keys);
    if (kind !== "more") return;
    place = [String(pool), String(bucket)];
  }
}
