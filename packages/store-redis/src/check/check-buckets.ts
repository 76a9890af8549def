import type { Policy, PoolNumber } from "@dialpool/pool-strategies";
import type { BucketIds } from "../pool-definition.js";
import { type CheckPass, PAGE } from "./check-pass.js";

/** Members of a bucket by what its sets must hold: free, waiting, for overflow; units of weight of the free. */
export type Tally = [free: number, waiting: number, over: number, units: number];

/** A pool whose buckets are checked, and what its members say of them. */
export interface CheckedBuckets {
  readonly poolId: string;
  readonly index: string;
  readonly policy: Policy | undefined;
  readonly bucketIds: BucketIds | undefined;
  /** By id. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly numbers: readonly PoolNumber[];
}

/** Whether the indexes of each bucket hold as many as its members say, and keep what they need besides. */
export async function checkBuckets(pass: CheckPass, pool: CheckedBuckets): Promise<void> {
  const { poolId, index, policy, bucketIds, tallies, numbers } = pool;
  const { client, scripts } = pass.parts;
  const names = new Map(Object.entries(bucketIds?.ids ?? {}).map(([name, id]) => [id, name]));
  const last = Math.max(bucketIds?.next ?? 0, ...[...tallies.keys()].map((id) => Number(id) + 1));
  const order = policy?.order.name;
  const hasTime = order === "round-robin" || order === "weighted-round-robin" || order === "weighted-random";
  for (let first = 1; first < last; first += PAGE) {
    const ids = Array.from({ length: Math.min(PAGE, last - first) }, (_, at) => first + at);
    const args = ids.map((id) => `${index}:${id}`);
    const [, ...rows] = await client.run(scripts.countBuckets, args);
    for (const [at, row] of (rows as (readonly (number | string)[])[]).entries()) {
      const id = ids[at] as number;
      const [free, waiting, over, isKept, units, isQuick, unseen] = row;
      const expected = tallies.get(String(id)) ?? [0, 0, 0, 0];
      const name = names.get(id);
      const found = (clause: string) =>
        pass.found(
          "index",
          `The bucket ${name === undefined ? `no. ${id} (no longer there)` : `"${name}"`} of the pool "${poolId}" ${clause}.`,
        );
      const sizes = [free, waiting, over].join(", ");
      const must = expected.slice(0, 3).join(", ");
      if (sizes !== must) found(`lists ${sizes} free, waiting and overflow numbers, and must list ${must}`);
      if (Number(unseen) > 0) found(`lists ${unseen} numbers where nobody looks for them`);
      if (name === undefined) continue;
      if (numbers.length > 0 && hasTime && isKept !== "1") found("has lost its turns");
      if (numbers.length > 0 && isQuick !== "1") found("has lost what keeps its order quick");
      if (order === "weighted-round-robin" && Number(units) !== expected[3])
        found("has free numbers of another weight than it says");
    }
  }
}
