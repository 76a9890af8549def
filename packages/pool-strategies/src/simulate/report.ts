import type { AffinityOutcome, CallOutcome, LimitName, LinkStep, RefusalCode } from "../types.js";

/** What a simulation found, as plain JSON. Shares are from 0 to 1; lists are sorted as they say. */
export interface SimulationReport {
  /** Contacts read from the list: `calls + refused + dropped`. */
  readonly contacts: number;
  /** Calls that would have been placed. */
  readonly calls: number;
  /** Contacts for whom waiting does not help. */
  readonly refused: number;
  /** Contacts who would have had to wait longer than `maxWaitHours`. */
  readonly dropped: number;
  /** Epoch ms. */
  readonly startAt: number;
  /** Epoch ms: the last call has ended, and nobody waits. */
  readonly endAt: number;
  /** Time in which a call was due and everybody at hand had to wait for a number, ms. */
  readonly stalledMs: number;
  /** By slug; numbers that carried nothing too. */
  readonly numbers: readonly NumberLoad[];
  /** Calls started in each hour counted from `startAt`, up to the last one with a call. */
  readonly callsByHour: readonly number[];
  /** How close the numbers were to the callees; from the closest step to the widest, those that occurred. */
  readonly match: readonly MatchCount[];
  /** Calls for which a closer link had a number, at a limit. */
  readonly passedOver: number;
  readonly affinity: Readonly<Record<AffinityOutcome, number>>;
  readonly outcomes: Readonly<Record<CallOutcome, number>>;
  /** Those that occurred, the most frequent first, then by code. */
  readonly refusals: readonly RefusalCount[];
  readonly waits: Waits;
  readonly peak: Peak;
  readonly coverage: Coverage;
  readonly sizing: Sizing;
}

/** What one number carried. */
export interface NumberLoad {
  readonly slug: string;
  readonly number: string;
  readonly calls: number;
  /** Of all calls. */
  readonly share: number;
  readonly answered: number;
  /** As that of the whole. */
  readonly callsByHour: readonly number[];
  readonly peak: Peak;
  /** At the end: epoch ms, `null` for "until lifted"; absent when it is not in quarantine. */
  readonly quarantinedUntil?: number | null;
}

/** The most at one time. */
export interface Peak {
  readonly callsAtOnce: number;
  /** Calls started in any 60 seconds. */
  readonly startsPerMinute: number;
}

/** Calls whose number was found at one step of the route, or kept and would have been found there. */
export interface MatchCount {
  readonly step: LinkStep;
  readonly calls: number;
  /** Of all calls. */
  readonly share: number;
}

/** Contacts who were refused with one code when it was their turn. */
export interface RefusalCount {
  readonly code: RefusalCode;
  /** Each counted once. */
  readonly contacts: number;
  /** Those of them for whom it was the last word: refused or dropped. */
  readonly final: number;
}

/** Waiting for a number, from the contact's turn until its call. */
export interface Waits {
  /** Contacts who waited and were called. */
  readonly contacts: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

/** How the pool fits the list's areas. Empty without a geography. */
export interface Coverage {
  /** Areas of the list: area codes, or countries where an area code is not known. */
  readonly areas: number;
  /** Contacts whose own area has a number of the pool. */
  readonly coveredContacts: number;
  /** Areas without a number of the pool; those with the most contacts first, then by area. */
  readonly uncovered: readonly UncoveredArea[];
}

/** An area of the list in which the pool has no number. */
export interface UncoveredArea {
  /** Area code, or country; empty for callees that belong nowhere (toll-free). */
  readonly area: string;
  readonly country?: string;
  readonly regions?: readonly string[];
  readonly contacts: number;
  /** By which steps its contacts were called. */
  readonly steps: Readonly<Partial<Record<LinkStep, number>>>;
}

/** How many numbers the work asks for. */
export interface Sizing {
  /** The work: calls a day. */
  readonly callsPerDay: number;
  readonly poolSize: number;
  /** Calls that the pool may carry in a day under its daily limits, warm-up at `startAt` included; `null` for any number. */
  readonly capacityPerDay: number | null;
  /** Numbers that each of the policy's limits asks for if all share the calls evenly; `null` if no pool would do. */
  readonly needs: readonly { readonly limit: LimitName; readonly numbers: number | null }[];
  /** Numbers so that every area of the list is served by its own, under the daily limit; `null` without geography or if no pool would do. */
  readonly numbersForLocalPresence: number | null;
  /**
   * Which limits made contacts wait or go, each contact counted once; the most frequent first. As far as the
   * first 10,000 refusals tell.
   */
  readonly boundBy: readonly { readonly limit: LimitName; readonly contacts: number }[];
}
