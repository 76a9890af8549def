import type { SlotCount } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import type { Row } from "../engine/connection.js";
import { NumberState, STATE, STATE_WIDTH } from "../engine/number-state.js";
import { keptCounts, MINUTES, QUARTERS, type SlotRule, slotOf } from "../engine/slots.js";
import { nameOf } from "../texts.js";
import type { Findings } from "./check-state.js";

const RINGS = [
  ["quarters", QUARTERS],
  ["minutes", MINUTES],
] as const;

/** A number's counts are those of its leases and recorded calls, and what an import carried over. */
export function checkCounts(books: Books, findings: Findings): void {
  const { connection, namespace } = books;
  const { now } = namespace;
  const counted = countsByNumber(books);
  const inFlight = new Map(
    connection
      .prepare("SELECT number, count(*) FROM calls WHERE live > 0 GROUP BY number")
      .all() as readonly (readonly [number, number])[],
  );
  const ends = endsByNumber(books);
  const memberships = new Map(
    connection
      .prepare("SELECT number, count(*) FROM pool_number GROUP BY number")
      .all() as readonly (readonly [number, number])[],
  );
  const rows = connection.prepare(`SELECT ${STATE}, slug FROM number ORDER BY number`).all();
  for (const row of rows) {
    const slug = nameOf(row[STATE_WIDTH] as string);
    const state = readState(row);
    if (state === undefined) {
      findings.add("counts", `The counts of the number "${slug}" cannot be read.`);
      continue;
    }
    for (const [ring, rule] of RINGS) {
      const fault = faultOf(rule, state[ring], counted.get(`${ring} ${state.id}`) ?? new Map(), now);
      if (fault !== undefined) findings.add("counts", `The number "${slug}" ${fault}.`);
    }
    const live = inFlight.get(state.id) ?? 0;
    if (state.inFlight !== live)
      findings.add(
        "counts",
        `The number "${slug}" has ${state.inFlight} calls in flight, and ${live} live leases.`,
      );
    else if (
      state.liveUntils.length === live &&
      `${state.liveUntils.toSorted()}` !== (ends.get(state.id) ?? "")
    )
      findings.add("counts", `The number "${slug}" has its live leases end at other instants than they do.`);
    const members = memberships.get(state.id) ?? 0;
    if (state.pools !== members || state.memberships.length !== members)
      findings.add("counts", `The number "${slug}" should be in ${state.pools} pools, and is in ${members}.`);
    const carries =
      state.quarters.length + state.blocks.length + state.failuresInRow > 0 || state.quarantinedUntil > now;
    if (state.isBlank && carries)
      findings.add("counts", `The number "${slug}" is marked as one that carried nothing, and did.`);
    if (state.lastSequence > namespace.sequence)
      findings.add("counts", `The number "${slug}" was selected by a sequence that was never given.`);
  }
}

/** When live leases end, by number, as a text. */
function endsByNumber({ connection }: Books): ReadonlyMap<number, string> {
  const ends = new Map<number, number[]>();
  for (const row of connection.prepare("SELECT number, live_until FROM calls WHERE live > 0").all()) {
    const [number, liveUntil] = row as readonly [number, number];
    const ofNumber = ends.get(number) ?? [];
    ofNumber.push(liveUntil);
    ends.set(number, ofNumber);
  }
  return new Map([...ends].map(([number, instants]) => [number, `${instants.toSorted()}`]));
}

function readState(row: Row): NumberState | undefined {
  try {
    const state = NumberState.from(row);
    // All are read when they are asked for.
    return state.quarters.length + state.minutes.length + state.memberships.length >= 0 ? state : undefined;
  } catch {
    return undefined;
  }
}

/** What calls and imports come to, by ring and number and slot. */
function countsByNumber({ connection, namespace }: Books): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const counts = new Map<string, Map<number, number>>();
  const add = (ring: string, number: number, slot: number, calls: number) => {
    const key = `${ring} ${number}`;
    const ofRing = counts.get(key) ?? new Map<number, number>();
    counts.set(key, ofRing);
    ofRing.set(slot, (ofRing.get(slot) ?? 0) + calls);
  };
  for (const [ring, rule] of RINGS) {
    const oldest = (slotOf(rule, namespace.now) - rule.length + 1) * rule.slotMs;
    const rows = connection
      .prepare(
        `SELECT calls.number, cast(at / ? AS INTEGER) AS slot, count(*) FROM calls JOIN number ON number.number = calls.number
          WHERE at >= ? AND state <> 'released' AND sequence > forgotten_sequence GROUP BY calls.number, slot`,
      )
      .all(rule.slotMs, Math.max(0, oldest)) as readonly (readonly [number, number, number])[];
    for (const [number, slot, calls] of rows) add(ring, number, slot, calls);
  }
  const carried = connection.prepare("SELECT ring, number, slot, calls FROM carried").all();
  for (const row of carried) add(...(row as readonly [string, number, number, number]));
  return counts;
}

function faultOf(
  rule: SlotRule,
  counts: readonly SlotCount[],
  expected: ReadonlyMap<number, number>,
  now: number,
): string | undefined {
  const oldest = slotOf(rule, now) - rule.length + 1;
  const kept = keptCounts(rule, counts, now);
  const unit = rule === QUARTERS ? "15 minutes" : "minute";
  let before = Number.NEGATIVE_INFINITY;
  for (const [slot, calls] of kept) {
    if (slot <= before) return `has its counts by ${unit} in disorder`;
    before = slot;
    const told = expected.get(slot) ?? 0;
    if (calls !== told) return `counts ${calls} calls in the ${unit} ${slot}, and has ${told}`;
  }
  const slots = new Set(kept.map(([slot]) => slot));
  for (const [slot, calls] of expected)
    if (slot >= oldest && !slots.has(slot)) return `counts no calls in the ${unit} ${slot}, and has ${calls}`;
  return undefined;
}
