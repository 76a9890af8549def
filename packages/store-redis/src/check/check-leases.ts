import { type StoreFinding, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { LeasedNumber, leavesDayAt } from "./check-number.js";
import type { CheckPass } from "./check-pass.js";

/** As `scripts/overview.lua` counts them. */
const HELD_SEEN_MS = 79_200_000;

/** Checks leases chunk by chunk, and keeps what they say of numbers. Answers how many there are, and how many are held. */
export async function checkLeases(
  pass: CheckPass,
  chunks: readonly string[],
): Promise<{ leases: number; held: number }> {
  const { now } = pass;
  let leases = 0;
  let held = 0;
  for (const chunk of chunks) {
    const [, findings, ...rows] = await pass.ask(pass.parts.scripts.checkLeases, chunk);
    for (const [law, sequence, clause] of findings as (readonly [StoreFinding["law"], string, string])[])
      pass.found(law, sequence === "" ? `${clause}.` : `lease-${sequence} ${clause}.`);
    for (const row of rows as (readonly (string | null)[])[]) {
      const [sequence, state, hasPool, key, acquired, hold, live] = row;
      const at = Number(acquired);
      if (leavesDayAt(at) <= now) continue;
      leases++;
      if (state === "held" && Number(hold) > now - HELD_SEEN_MS) held++;
      if (typeof key !== "string") continue;
      if (hasPool !== "1")
        pass.found("leases", `The lease lease-${sequence} belongs to a pool that is not known.`);
      // A number is forgotten when nothing counts of it any more, and a call that was taken back does not.
      if (state === "released") continue;
      const leased = pass.leased.get(key) ?? new LeasedNumber();
      pass.leased.set(key, leased);
      leased.add(Number(sequence), at, state !== "ended" && Number(live) > now);
    }
  }
  return { leases, held };
}

/** Finds leases of numbers that are not known; what is known must be complete by now. */
export function checkLeasedNumbers(pass: CheckPass): void {
  for (const key of pass.leased.keys())
    if (!pass.keys.has(key))
      pass.found("leases", `The number "${slugOfKey(key)}" has leases and is not known.`);
}
