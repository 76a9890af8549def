import type { SelectableBucket, SelectableChain, SelectablePool } from "./selectable.js";
import type { LinkTrace, NumberTrace, SkippedLink, Trace } from "./types.js";

/** What a trace tells besides the state of the pool. */
export interface TraceParts {
  /** Numbers a link, besides the chosen one. */
  readonly bound: number;
  /** Links passed over, from the first of the chain on. */
  readonly skipped: readonly SkippedLink[];
  /** Position of the link that gave the number; −1 when none did. */
  readonly chosenLink: number;
  /** The member chosen; −1 for none. */
  readonly chosen: number;
  /** Ids of numbers that were passed over because they were used for the callee. */
  readonly used: readonly number[];
}

/** Says of each link, and of its first numbers, what was seen. The chosen number's call is still to be entered. */
export function traceOf(pool: SelectablePool, { links, buckets }: SelectableChain, parts: TraceParts): Trace {
  return {
    links: links.map(({ name, step }, index): LinkTrace => {
      const bucket = buckets[index];
      const isChosen = index === parts.chosenLink;
      return {
        name,
        step,
        outcome: isChosen ? "chosen" : (parts.skipped[index]?.reason ?? "not_reached"),
        ...(bucket === undefined
          ? { size: 0, free: 0, numbers: [] }
          : bucketTrace(pool, bucket, isChosen, parts)),
      };
    }),
  };
}

function bucketTrace(
  pool: SelectablePool,
  bucket: SelectableBucket,
  isChosenLink: boolean,
  { bound, chosen, used }: TraceParts,
): Pick<LinkTrace, "size" | "free" | "freeAt" | "numbers"> {
  const shown = Array.from(bucket.members.subarray(0, bound));
  if (isChosenLink && !shown.includes(chosen)) shown.push(chosen);
  const first = bucket.firstToWake();
  return {
    size: bucket.size,
    free: bucket.order.available,
    ...(first < 0 ? {} : { freeAt: pool.freeAtOf(first) }),
    numbers: shown.map((member): NumberTrace => {
      const { slug } = pool.numbers[member] as { readonly slug: string };
      const limit = pool.decidingLimit(member);
      const isUsed = limit === undefined && used.includes(pool.idOf(member));
      const standing = limit?.name ?? (isUsed ? "used_before" : "free");
      const verdict = isChosenLink && member === chosen ? "chosen" : standing;
      const isEver = limit !== undefined && Number.isFinite(limit.freeAt);
      return { slug, verdict, ...(isEver ? { freeAt: limit.freeAt } : {}) };
    }),
  };
}
