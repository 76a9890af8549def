import { LINK_STEPS } from "../link-steps.js";
import type { AffinityOutcome, CallOutcome, LimitName, LinkStep, Reasons, RefusalCode } from "../types.js";
import type { RefusalCount, SimulationReport } from "./report.js";

/** What a tally adds to the report. */
export type TallyReport = Pick<
  SimulationReport,
  "match" | "passedOver" | "affinity" | "outcomes" | "refusals" | "waits"
>;

/** Counts how contacts fared. */
export class Tally {
  readonly #steps = new Map<LinkStep, number>();
  readonly #affinity: Record<AffinityOutcome, number> = { none: 0, kept: 0, gone: 0, at_limit: 0, fresh: 0 };
  readonly #outcomes: Record<CallOutcome, number> = {
    answered: 0,
    voicemail: 0,
    "no-answer": 0,
    busy: 0,
    failed: 0,
    blocked: 0,
    canceled: 0,
    unknown: 0,
  };
  readonly #refusals = new Map<RefusalCode, { contacts: number; final: number }>();
  readonly #boundBy = new Map<LimitName, number>();
  readonly #waits = { contacts: 0, totalMs: 0, longestMs: 0 };
  #passedOver = 0;

  /** Contacts that each limit held up. */
  get boundBy(): ReadonlyMap<LimitName, number> {
    return this.#boundBy;
  }

  called({ affinity, step, skipped }: Reasons, outcome: CallOutcome): void {
    this.#affinity[affinity]++;
    this.#outcomes[outcome]++;
    if (step !== undefined) add(this.#steps, step);
    if (skipped.some(({ reason }) => reason === "all_at_limit")) this.#passedOver++;
  }

  waited(ms: number): void {
    this.#waits.contacts++;
    this.#waits.totalMs += ms;
    this.#waits.longestMs = Math.max(this.#waits.longestMs, ms);
  }

  /** A contact met with a refusal for the first time. */
  refused(code: RefusalCode): void {
    this.#refusalOf(code).contacts++;
  }

  /** That was the last word. */
  gaveUp(code: RefusalCode): void {
    this.#refusalOf(code).final++;
  }

  /** A contact met with a limit for the first time. */
  heldUpBy(limit: LimitName): void {
    add(this.#boundBy, limit);
  }

  /** @param calls All of them. */
  report(calls: number): TallyReport {
    return {
      match: LINK_STEPS.flatMap((step) => {
        const count = this.#steps.get(step);
        return count === undefined ? [] : [{ step, calls: count, share: count / calls }];
      }),
      passedOver: this.#passedOver,
      affinity: this.#affinity,
      outcomes: this.#outcomes,
      refusals: [...this.#refusals]
        .map(([code, count]): RefusalCount => ({ code, ...count }))
        .sort((a, b) => b.contacts - a.contacts || (a.code < b.code ? -1 : 1)),
      waits: this.#waits,
    };
  }

  #refusalOf(code: RefusalCode): { contacts: number; final: number } {
    const known = this.#refusals.get(code);
    if (known !== undefined) return known;
    const count = { contacts: 0, final: 0 };
    this.#refusals.set(code, count);
    return count;
  }
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
