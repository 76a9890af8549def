import type { RecordCommand } from "../../src/conformance/history.js";
import type { HistoryPlayer, Played } from "../../src/conformance/history-player.js";
import type { Lease, LoadReport, Selection, SettleResult } from "../../src/store.js";
import type { LimitRules, NumberLimits, Policy, PoolNumber } from "../../src/types.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface AuditedCall {
  readonly slug: string;
  readonly callee: string;
  readonly at: number;
  /** Absent for a recorded call. */
  readonly lease?: Lease;
  isReleased: boolean;
  isEnded: boolean;
}

/**
 * Watches what a store answers and holds it against what limits promise to a
 * person: so many calls in any 24 hours, and so on. It knows nothing of slots,
 * buckets or orders.
 */
export class Auditor {
  readonly #calls: AuditedCall[] = [];
  readonly #pools = new Map<string, { readonly numbers: readonly PoolNumber[]; readonly policy: Policy }>();
  readonly #flags = new Map<string, number | null>();
  /** When a number last left its last pool: gaps from before are forgotten. */
  readonly #leftAt = new Map<string, number>();
  /** Of callees, calls count since a pool first limited their frequency. */
  #calleesFrom = Number.POSITIVE_INFINITY;
  #now = 0;

  /** @returns Promises broken by this answer, as sentences. */
  watch(player: HistoryPlayer, { command, now, answer, error }: Played): readonly string[] {
    if (error !== undefined) return [];
    this.#now = Math.max(this.#now, now);
    switch (command.kind) {
      case "load": {
        const numbers = player.numbersOf(command.numbers);
        this.#pools.set(command.poolId, { numbers, policy: command.policy });
        const left = (answer as LoadReport).removed.filter((slug) => !this.#isInSomePool(slug));
        for (const slug of left) this.#leftAt.set(slug, this.#calls.length);
        if (command.policy.limits.maxCallsPerCallee !== null)
          this.#calleesFrom = Math.min(this.#calleesFrom, this.#calls.length);
        if ((answer as LoadReport).counted === undefined) return [];
        const ids = new Set<string>();
        for (const call of command.earlier ?? []) {
          if (!ids.has(call.callId)) this.#placedElsewhere(call, now);
          ids.add(call.callId);
        }
        return [];
      }
      case "record":
        this.#placedElsewhere(command, now);
        return [];
      case "settle": {
        const { applied } = answer as SettleResult;
        const call = this.#calls.find(({ lease }) => lease?.id === player.leaseIdOf(command.back));
        if (call === undefined || !applied) return [];
        call.isReleased ||= command.to === "released";
        call.isEnded ||= command.to === "released" || command.to === "ended";
        return [];
      }
      case "flag":
        if (answer !== true) return [];
        if (command.forMs === "lift") this.#flags.delete(command.slug);
        else this.#flags.set(command.slug, command.forMs === null ? null : now + command.forMs);
        return [];
      case "acquire": {
        const selection = answer as Selection;
        return selection.ok ? this.#audit(selection) : [];
      }
      default:
        return [];
    }
  }

  #placedElsewhere({ slug, callee, agoMs }: Omit<RecordCommand, "kind">, now: number): void {
    const at = Math.min(now - agoMs, this.#now);
    this.#calls.push({ slug, callee, at, isReleased: false, isEnded: true });
  }

  #audit({ lease, number, reasons }: Selection & { ok: true }): readonly string[] {
    const { slug, callee, poolId, acquiredAt } = lease;
    const pool = this.#pools.get(poolId);
    if (pool === undefined) return ["A number of no pool was chosen."];
    const broken: string[] = [];
    const isOver = (sentence: string) => broken.push(`${slug}: ${sentence} at ${acquiredAt}`);
    const { limits } = pool.policy;
    if (!pool.numbers.some((each) => JSON.stringify(each) === JSON.stringify(number)))
      isOver("not in the pool");
    if (acquiredAt !== this.#now) isOver("a lease of another time");
    const until = this.#flags.get(slug);
    if (until === null || (until ?? 0) > this.#now) isOver("flagged, and chosen");

    const counted = this.#calls.filter(({ isReleased }) => !isReleased);
    const ofCallee = this.#calls
      .slice(this.#calleesFrom)
      .filter((call) => call.callee === callee && !call.isReleased);
    const frequency = limits.maxCallsPerCallee;
    if (frequency !== null && this.#since(ofCallee, frequency.withinHours * HOUR) >= frequency.calls)
      isOver("the callee was called too often");

    if (reasons.overflow === undefined) this.#auditNumber(number, limits, counted, isOver);
    this.#calls.push({ slug, callee, at: acquiredAt, lease, isReleased: false, isEnded: false });
    return broken;
  }

  #auditNumber(
    number: PoolNumber,
    rules: LimitRules,
    counted: readonly AuditedCall[],
    isOver: (sentence: string) => unknown,
  ): void {
    const limits: Required<NumberLimits> = { ...rules, ...number.limits };
    const own = counted.filter(({ slug }) => slug === number.slug);
    const lengths = rules.window === "rolling" ? { day: DAY, hour: HOUR } : undefined;
    if (lengths !== undefined) {
      if (this.#since(own, lengths.day) >= (limits.maxCallsPerDay ?? Number.POSITIVE_INFINITY))
        isOver("too many calls in 24 hours");
      if (this.#since(own, lengths.hour) >= (limits.maxCallsPerHour ?? Number.POSITIVE_INFINITY))
        isOver("too many calls in an hour");
    }
    const since = this.#leftAt.get(number.slug) ?? 0;
    const turns = this.#calls
      .slice(since)
      .filter(({ slug, lease }) => slug === number.slug && lease !== undefined);
    if (turns.some(({ at }) => this.#now < at + (limits.minGapSeconds ?? 0) * 1000)) isOver("too soon");
    const live = own.filter(
      ({ lease, isEnded, at }) =>
        lease !== undefined && !isEnded && this.#now < Math.max(at + HOUR, lease.holdUntil),
    );
    if (live.length >= (limits.maxConcurrentCalls ?? Number.POSITIVE_INFINITY))
      isOver("too many calls at once");
  }

  #since(calls: readonly AuditedCall[], lengthMs: number): number {
    return calls.filter(({ at }) => at > this.#now - lengthMs).length;
  }

  #isInSomePool(slug: string): boolean {
    return [...this.#pools.values()].some(({ numbers }) => numbers.some((number) => number.slug === slug));
  }
}
