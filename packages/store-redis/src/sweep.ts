import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

/** What is to be swept besides what lists itself. */
export interface SweepOptions {
  /** Chunks of leases, joined by commas. */
  readonly chunks: string;
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
  { chunks, withState, generation = "" }: SweepOptions,
): Promise<void> {
  let from = "1";
  for (;;) {
    const answer = await client.run(scripts.sweep, [chunks, from, withState ? "1" : "", generation], keys);
    if (answer[0] !== "more") return;
    from = String(answer[1]);
  }
}
