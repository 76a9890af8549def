import type { AttachedPhoneNumber } from "@dialpool/core";
import type { PoolNumber } from "@dialpool/pool-strategies";
import { canonicalNumber } from "@dialpool/pool-strategies/transfer";
import type { NumberSettings } from "../config/config.js";

/** A pool with the attributes from the configuration. */
export interface JoinedNumbers {
  readonly numbers: readonly PoolNumber[];
  /** Numbers that are configured and not attached, as the configuration writes them. */
  readonly notAttached: readonly string[];
}

/** Adds tags, weights and limits to an agent's numbers. A number may be written in any spelling. */
export function joinNumberSettings(
  attached: readonly AttachedPhoneNumber[],
  settings: Readonly<Record<string, NumberSettings>> = {},
): JoinedNumbers {
  const byNumber = new Map(Object.entries(settings).map(([number, own]) => [canonicalNumber(number), own]));
  const known = new Set(attached.map(({ number }) => canonicalNumber(number)));
  return {
    numbers: attached.map((number) => ({ ...number, ...byNumber.get(canonicalNumber(number.number)) })),
    notAttached: Object.keys(settings).filter((number) => !known.has(canonicalNumber(number))),
  };
}
