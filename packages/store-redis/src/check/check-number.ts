import { type StoreFinding, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { numbersOf } from "../export/export-rows.js";

/** A window of slots, and the one that is filling. */
interface Ring {
  readonly slotMs: number;
  readonly window: number;
  readonly name: string;
}

const DAY: Ring = { slotMs: 900_000, window: 97, name: "quarter of an hour" };
const HOUR: Ring = { slotMs: 60_000, window: 61, name: "minute" };

/** What the leases in the books say of a number. */
export class LeasedNumber {
  /** Calls by 15-minute slot, and by minute. */
  readonly days = new Map<number, number>();
  readonly hours = new Map<number, number>();
  readonly live = new Set<number>();

  add(sequence: number, acquiredAt: number, isLive: boolean): void {
    countIn(this.days, slotOf(DAY, acquiredAt));
    countIn(this.hours, slotOf(HOUR, acquiredAt));
    if (isLive) this.live.add(sequence);
  }
}

/** When a call leaves the rolling day, epoch ms. */
export function leavesDayAt(at: number): number {
  return (slotOf(DAY, at) + DAY.window) * DAY.slotMs;
}

/**
 * Compares what a number carried with its leases.
 *
 * @param row As `scripts/read-numbers.lua` answers it.
 */
export function findingsOfNumber(
  row: readonly string[],
  leased: LeasedNumber | undefined,
  now: number,
): readonly StoreFinding[] {
  const [key = "", , , , , , , day = "", hour = "", live = "", , total, hourTotal] = row;
  const slug = slugOfKey(key);
  return [
    ...ringFindings(slug, DAY, { text: day, total: Number(total), leased: leased?.days, now }),
    ...ringFindings(slug, HOUR, { text: hour, total: Number(hourTotal), leased: leased?.hours, now }),
    ...liveFindings(slug, numbersOf(live), leased?.live ?? new Set()),
  ];
}

function ringFindings(
  slug: string,
  ring: Ring,
  {
    text,
    total,
    leased,
    now,
  }: {
    readonly text: string;
    readonly total: number;
    readonly leased: ReadonlyMap<number, number> | undefined;
    readonly now: number;
  },
): readonly StoreFinding[] {
  const findings: StoreFinding[] = [];
  const found = (message: string) => findings.push({ law: "counts", message });
  const slots = numbersOf(text);
  const oldest = slotOf(ring, now) - ring.window;
  const from = (slot: number) => `the ${ring.name} from ${new Date(slot * ring.slotMs).toISOString()}`;
  const isLeft = new Map([...(leased ?? [])].filter(([slot]) => slot > oldest));
  let calls = 0;
  for (let at = 0; at < slots.length; at += 3) {
    const [slot, count, unleased] = slots.slice(at, at + 3) as [number, number, number];
    if (slot <= oldest) continue;
    calls += count;
    const known = isLeft.get(slot) ?? 0;
    isLeft.delete(slot);
    if (known !== count - unleased)
      found(
        `The number "${slug}" counts ${count} calls in ${from(slot)}, ${unleased} of them without a lease, and has ${known} leases there.`,
      );
  }
  for (const [slot, known] of isLeft)
    found(`The number "${slug}" counts no calls in ${from(slot)}, and has ${known} leases there.`);
  if (calls !== total)
    found(`The number "${slug}" counts ${total} calls by the ${ring.name}, and its slots have ${calls}.`);
  return findings;
}

/** @param entries Of each live lease until when it is so, and its sequence. */
function liveFindings(
  slug: string,
  entries: readonly number[],
  expected: ReadonlySet<number>,
): readonly StoreFinding[] {
  const counted = new Set(entries.filter((_, at) => at % 2 === 1));
  const uncounted = [...expected].filter((sequence) => !counted.has(sequence));
  const unknown = [...counted].filter((sequence) => !expected.has(sequence));
  return [
    ...uncounted.map(
      (sequence) => `The lease lease-${sequence} is live and does not count at the number "${slug}".`,
    ),
    ...unknown.map(
      (sequence) =>
        `The number "${slug}" counts the lease lease-${sequence} as live, and there is no such live lease.`,
    ),
  ].map((message) => ({ law: "leases", message }));
}

function slotOf({ slotMs }: Ring, at: number): number {
  return Math.floor(at / slotMs);
}

function countIn(counts: Map<number, number>, slot: number): void {
  counts.set(slot, (counts.get(slot) ?? 0) + 1);
}
