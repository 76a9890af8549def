import type { LimitName, NumberLimits } from "@dialpool/pool-strategies";
import { SlotCounts } from "./slot-counts.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The limits of a number that an audit knows. */
export type AuditedLimits = Required<Omit<NumberLimits, "warmUp">>;

/** What one number carried, over all pools, as the merged history tells it. */
export class NumberBook {
  readonly #day = new SlotCounts(15 * MINUTE, DAY);
  readonly #hour = new SlotCounts(MINUTE, HOUR);
  /** Until when its calls in flight count as such, by lease. */
  readonly #liveUntil = new Map<string, number>();
  lastSequence = 0;
  lastSelectedAt = Number.NEGATIVE_INFINITY;
  failuresInRow = 0;

  enter(leaseId: string, sequence: number, at: number, liveUntil: number): void {
    for (const [other, until] of this.#liveUntil) if (until <= at) this.#liveUntil.delete(other);
    this.#day.add(at);
    this.#hour.add(at);
    this.#liveUntil.set(leaseId, liveUntil);
    this.lastSequence = sequence;
    this.lastSelectedAt = at;
  }

  /** The call is over. */
  end(leaseId: string): void {
    this.#liveUntil.delete(leaseId);
  }

  /** The call was never placed. */
  giveBack(leaseId: string, at: number): void {
    this.#liveUntil.delete(leaseId);
    this.#day.takeBack(at);
    this.#hour.takeBack(at);
  }

  callsInDay(now: number): number {
    return this.#day.countAt(now);
  }

  callsInHour(now: number): number {
    return this.#hour.countAt(now);
  }

  inFlight(now: number): number {
    let live = 0;
    for (const until of this.#liveUntil.values()) if (until > now) live++;
    return live;
  }

  /** The limits that keep it from a call, in the order of the contract. */
  atLimits(limits: AuditedLimits, now: number): readonly LimitName[] {
    const names: LimitName[] = [];
    if (this.callsInDay(now) >= (limits.maxCallsPerDay ?? Number.POSITIVE_INFINITY))
      names.push("calls-per-day");
    if (this.callsInHour(now) >= (limits.maxCallsPerHour ?? Number.POSITIVE_INFINITY))
      names.push("calls-per-hour");
    if (now < this.lastSelectedAt + (limits.minGapSeconds ?? 0) * 1000) names.push("min-gap");
    if (this.inFlight(now) >= (limits.maxConcurrentCalls ?? Number.POSITIVE_INFINITY))
      names.push("concurrent-calls");
    return names;
  }

  isFree(limits: AuditedLimits, now: number): boolean {
    return (
      now >= this.lastSelectedAt + (limits.minGapSeconds ?? 0) * 1000 &&
      this.inFlight(now) < (limits.maxConcurrentCalls ?? Number.POSITIVE_INFINITY) &&
      this.callsInDay(now) < (limits.maxCallsPerDay ?? Number.POSITIVE_INFINITY) &&
      this.callsInHour(now) < (limits.maxCallsPerHour ?? Number.POSITIVE_INFINITY)
    );
  }
}
