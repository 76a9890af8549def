import type { PoolNumber } from "@dialpool/pool-strategies";
import { CliError, usageError } from "../../cli-error.js";
import type { CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentFlag } from "../../present/numbers.js";
import { findNumber } from "../../selection/find-number.js";
import { readKnownPools } from "../../store/known-pools.js";
import { requireStore } from "../../store/require-store.js";

/** Flags of `numbers flag`. */
export interface NumbersFlagFlags {
  /** ms. */
  readonly for?: number;
  /** Epoch ms. */
  readonly until?: number;
  readonly lift?: boolean;
}

/** The JSON document of `numbers flag`. */
export interface NumbersFlagData {
  readonly store: string;
  readonly number: string;
  readonly slug: string;
  readonly quarantine: null | {
    /** ISO 8601; `null`: until it is lifted. */
    readonly until: string | null;
  };
}

/** `numbers flag NUMBER|SLUG`: puts a number into quarantine for every agent of the workspace, or lifts it. */
export const numbersFlag: CommandDefinition<[string], NumbersFlagFlags, NumbersFlagData> = {
  async run(context, flags, text) {
    const now = context.io.now();
    const until = untilOf(flags, now);
    if (text.trim() === "")
      throw usageError(
        "No number is named.",
        "Name a phone number, or the slug that `dialpool usage` shows.",
      );
    const { store, shown } = await requireStore(context);
    const pools = await readKnownPools(store);
    const known: Pick<PoolNumber, "number" | "slug"> = findNumber(
      pools.flatMap(({ numbers }) => numbers),
      text,
      // A number that has left every pool is known by its slug alone.
    ) ?? { number: text, slug: text };
    if (!(await store.flag({ slug: known.slug, until, now })))
      throw new CliError(EXIT.refused, `${text} is not known in ${shown}.`, {
        hint: "`dialpool usage` shows the numbers that are; a pool becomes known with its first call or `dialpool store rebuild`.",
      });
    const { number, slug } = known;
    const quarantine =
      until === "lift" ? null : { until: until === null ? null : new Date(until).toISOString() };
    return { data: { store: shown, number, slug, quarantine } };
  },
  present: presentFlag,
};

function untilOf({ for: forMs, until, lift }: NumbersFlagFlags, now: number): number | null | "lift" {
  if (lift) return "lift";
  if (until !== undefined && until <= now)
    throw usageError("--until lies in the past.", "To end a quarantine: --lift.");
  return until ?? (forMs === undefined ? null : now + forMs);
}
