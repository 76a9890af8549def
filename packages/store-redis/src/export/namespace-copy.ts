import { randomUUID } from "node:crypto";
import type { Policy } from "@dialpool/pool-strategies";
import { bySpelling } from "../by-spelling.js";
import type { Script } from "../client/index.js";
import type { Answer, NamespaceClient } from "../namespace-client.js";
import type { Keys } from "../namespace-keys.js";
import { type BucketIds, NO_BUCKETS } from "../pool-definition.js";
import { lostIn, parsedOr } from "../pool-reader.js";
import type { Scripts } from "../scripts.js";
import { sweep } from "../sweep.js";
import type { Losses } from "./losses.js";

/** Rows that one run reads of a copy. */
export const PAGE = 1000;

/** A pool, as far as it was read with the copy. */
export interface CopiedPool {
  readonly poolId: string;
  readonly index: string;
  readonly policy: Policy;
  readonly bucketIds: BucketIds;
}

/** What a copy was made of, and when. */
interface CopyHead {
  readonly now: number;
  readonly sequence: number;
  readonly countsCallees: boolean;
  /** Chunks of leases, the oldest first. */
  readonly chunks: readonly string[];
  /** By id. */
  readonly pools: readonly CopiedPool[];
}

/** A copy of the namespace as of one moment, from which it is read at leisure. */
export class NamespaceCopy {
  readonly head: CopyHead;
  readonly scripts: Scripts;
  readonly #client: NamespaceClient;
  readonly #keys: Keys;

  private constructor(client: NamespaceClient, scripts: Scripts, keys: Keys, head: CopyHead) {
    this.#client = client;
    this.scripts = scripts;
    this.#keys = keys;
    this.head = head;
  }

  /** Copies the namespace, in one run. @throws PoolStoreError `store_corrupt` when a pool's policy is lost and nobody wants to be told. */
  static async of(client: NamespaceClient, scripts: Scripts, losses: Losses): Promise<NamespaceCopy> {
    const prefix = `${client.root}copy-${randomUUID()}:`;
    const args = [prefix, losses.areTold ? "1" : ""];
    const answer = await client.verb(scripts.snapshot, 0, args, { isTimeless: true });
    const [, now, sequence, counts, chunks, ...pools] = answer;
    const copied = (pools as (readonly [string, string, string | null, string | null])[]).flatMap((row) =>
      copiedPool(row, losses),
    );
    return new NamespaceCopy(client, scripts, [prefix, client.root], {
      now: Number(now),
      sequence: Number(sequence),
      countsCallees: counts === "1",
      chunks: String(chunks)
        .split(",")
        .sort((a, b) => Number(a) - Number(b)),
      pools: copied.sort((a, b) => bySpelling(a.poolId, b.poolId)),
    });
  }

  ask(script: Script, args: readonly (string | number)[]): Promise<Answer> {
    return this.#client.run(script, args, this.#keys);
  }

  async remove(): Promise<void> {
    const options = { chunks: this.head.chunks.join(), withState: true };
    await sweep(this.#client, this.scripts, this.#keys, options);
  }
}

/** @throws PoolStoreError `store_corrupt` when its definition is lost. */
function copiedPool(
  [poolId, index, policy, buckets]: readonly [string, string, string | null, string | null],
  losses: Losses,
): CopiedPool[] {
  const rules = policy === null ? undefined : parsedOr<Policy>(policy);
  const ids = buckets === null ? undefined : parsedOr<BucketIds>(buckets);
  if (rules !== undefined && (ids !== undefined || losses.areTold))
    return [{ poolId, index, policy: rules, bucketIds: ids ?? NO_BUCKETS }];
  if (!losses.areTold) throw lostIn(poolId);
  losses.tell(`The policy of the pool "${poolId}" is lost.`);
  return [];
}
