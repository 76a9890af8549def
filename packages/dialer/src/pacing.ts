import { DialerConfigError, type Issue } from "./errors.js";
import { emptyMeter, type Meter, meterRate, tick } from "./rate-meter.js";

/** By how much a call may be late, on its whole way from its slot to the API, without the law of the second being broken, ms. */
export const LATE_MS = 25;

/**
 * For how long a slot is good after its `sendAt`, ms. A sender that wakes up later does not send: it claims another
 * slot. The rest of 25 ms is for what happens between its look at the clock and the call's arrival: a process
 * may have to wait for its turn, and a request for its connection.
 */
export const SLOT_GOOD_MS = 20;

/** What a clock may have rounded off, ms. */
const CLOCK_STEP_MS = 1;
/** A clock that is so much behind what a pacer has seen was set back, ms; less is but one process that waited for another. */
const SET_BACK_MS = 10_000;

/** The window that a start rate is about, ms. */
const SECOND_MS = 1000;
/** Slots lie on this grid, so that sums of spacings are exact in doubles until the year 2248. */
const GRID_PER_MS = 1024;
/** A 429 halves the rate. */
const SLOWED_SHARE = 0.5;
/** The slowest rate that 429s lead to, unless told otherwise: one start in ten seconds. */
const DEFAULT_FLOOR_RATE = 0.1;
/** The rate comes back along a straight line that goes from nothing to all of it in this time. */
const RECOVERY_MS = 120_000;
/** What a Retry-After may ask for at most. */
const MAX_HOLD_MS = 3_600_000;
const MIN_RATE = 0.001;
const MAX_RATE = 100_000;

/**
 * When calls may start: all there is to know of it, as plain JSON, so that several processes
 * can share it as one row of a store. Read, changed and written back in one transaction.
 */
export interface PacerState {
  /** The rate asked for, starts per second: the account's CAPS or less. `null`: no limit. */
  readonly startRate: number | null;
  /** How slow 429s can make it, starts per second. */
  readonly floorRate: number;
  /** What the rate was at `rateAt`; it climbs from there to `startRate`. `null`: no limit. */
  readonly rate: number | null;
  /** Epoch ms. */
  readonly rateAt: number;
  /** Starts per second that the rate gains in a millisecond. */
  readonly climbPerMs: number;
  /** When a 429 last lowered the rate, epoch ms; `null`: never. */
  readonly loweredAt: number | null;
  /** No slot lies before this instant, epoch ms: what the API asked for with Retry-After. */
  readonly holdUntil: number;
  /** The last slot that was claimed, epoch ms; `null`: none yet. */
  readonly lastSlotAt: number | null;
  /** The slot before that one, epoch ms; `null`: none, or that one was given back. */
  readonly slotBeforeAt: number | null;
  /** The latest instant at which a slot was claimed, epoch ms: tells that the clock was set back since. */
  readonly seenAt: number;
  /** Counts the slots, for display. */
  readonly meter: Meter;
}

/** The right to start one call. */
export interface Slot {
  /** Epoch ms. */
  readonly sendAt: number;
  /**
   * The last instant at which it may be used, epoch ms; `Infinity` where there is no limit to keep. A clock of whole
   * milliseconds has rounded down, so it is one short of {@link SLOT_GOOD_MS}.
   */
  readonly goodUntil: number;
}

/**
 * Makes a pacer for evenly spaced starts.
 *
 * @param rates `startRate` in starts per second, 0.001 to 100,000, or `null` for no limit;
 *   `floorRate`, what 429s can slow it down to: default 0.1, or `startRate` if that is lower.
 * @throws DialerConfigError when a rate is out of its range.
 */
export function createPacer(
  rates: { readonly startRate: number | null; readonly floorRate?: number },
  now: number,
): PacerState {
  const { startRate, floorRate = Math.min(DEFAULT_FLOOR_RATE, startRate ?? DEFAULT_FLOOR_RATE) } = rates;
  checkRates(startRate, floorRate);
  return {
    startRate,
    floorRate,
    rate: startRate,
    rateAt: now,
    climbPerMs: (startRate ?? 0) / RECOVERY_MS,
    loweredAt: null,
    holdUntil: 0,
    lastSlotAt: null,
    slotBeforeAt: null,
    seenAt: now,
    meter: emptyMeter(now),
  };
}

/**
 * Claims the next slot: the right to start one call at `sendAt`, or up to {@link SLOT_GOOD_MS} later.
 *
 * Slots are (1000 + 25) / rate ms apart. However late within that time each call
 * starts, and whichever process starts it, no second (from any instant on, its end excluded) holds more
 * starts than `startRate` rounded up. After a stall it goes on from `now`:
 * slots that nobody claimed are gone, and nothing is made up for. A slot that its owner missed is gone too, but if none was
 * claimed after it, the next one need not keep its distance from it: no call left there. A clock that was set back by ten seconds or more takes all
 * instants of the pacer back with it, so that nobody waits until it has caught up.
 *
 * @param now Epoch ms, of one clock for all who share the pacer.
 * @param options `leadMs`: what the caller needs before it can send, default 0.
 *   `insteadOf`: a slot that went by unused, and is never going to be used; the meter does not count it twice.
 */
export function claimSlot(
  claimed: PacerState,
  now: number,
  options: { readonly leadMs?: number; readonly insteadOf?: Pick<Slot, "sendAt"> } = {},
): { readonly state: PacerState } & Slot {
  const { leadMs = 0, insteadOf } = options;
  const state = onClock(claimed, now);
  const rate = rateAt(state, now);
  const spacingMs = rate === null ? 0 : upToGrid((SECOND_MS + LATE_MS) / rate);
  const before = insteadOf?.sendAt === state.lastSlotAt ? state.slotBeforeAt : state.lastSlotAt;
  // One that was given back came after all that were used. If it is still to come, the clock was set back since.
  const missedAt = insteadOf !== undefined && insteadOf.sendAt <= now ? insteadOf.sendAt : 0;
  const nextAt = Math.max(before === null ? 0 : before + spacingMs, missedAt);
  const sendAt = upToGrid(Math.max(now + leadMs, nextAt, state.holdUntil));
  const meter = insteadOf === undefined ? tick(state.meter, sendAt) : state.meter;
  const goodUntil = rate === null ? Number.POSITIVE_INFINITY : sendAt + SLOT_GOOD_MS - CLOCK_STEP_MS;
  const seenAt = Math.max(state.seenAt, now);
  return { state: { ...state, lastSlotAt: sendAt, slotBeforeAt: before, seenAt, meter }, sendAt, goodUntil };
}

/** The pacer as it stands on a clock that may have been set back. What was sent is as long ago as it was, or longer. */
export function onClock(state: PacerState, now: number): PacerState {
  const backMs = state.seenAt - now;
  if (backMs < SET_BACK_MS) return state;
  const moved = (instant: number | null) => (instant === null ? null : instant - backMs);
  return {
    ...state,
    rateAt: state.rateAt - backMs,
    loweredAt: moved(state.loweredAt),
    holdUntil: state.holdUntil - backMs,
    lastSlotAt: moved(state.lastSlotAt),
    slotBeforeAt: moved(state.slotBeforeAt),
    seenAt: now,
    meter: emptyMeter(now),
  };
}

/** Tells if a claimed slot may be used now. If it is too late, claim another. */
export function isSlotGood({ sendAt, goodUntil }: Slot, now: number): boolean {
  return now >= sendAt && now <= goodUntil;
}

/**
 * Takes in that the API answered 429: halves the rate, down to the floor, and holds all further slots for as
 * long as Retry-After asks, an hour at most.
 *
 * Calls that were sent before the rate was last lowered say nothing of the lower rate:
 * their 429s hold, but do not lower it again. The rate then climbs back evenly, from nothing to `startRate` in
 * two minutes. Without a limit, half of the measured rate is where it begins, and what was measured
 * stands for `startRate` in how fast it climbs.
 *
 * @param answer `sentAt`: when the call that was turned away was sent, epoch ms; `retryAfterMs`: if the API said so.
 */
export function slowDown(
  state: PacerState,
  answer: { readonly sentAt: number; readonly retryAfterMs?: number },
  now: number,
): PacerState {
  const { sentAt, retryAfterMs = 0 } = answer;
  const holdUntil = Math.max(state.holdUntil, now + Math.min(retryAfterMs, MAX_HOLD_MS));
  // While slots are held, the rate does not climb either.
  const from = Math.max(now, holdUntil);
  if (state.loweredAt !== null && sentAt <= state.loweredAt) {
    return retryAfterMs > 0 ? { ...state, rate: rateAt(state, now), rateAt: from, holdUntil } : state;
  }
  const usual = rateAt(state, now) ?? measuredRate(state, now);
  const rate = Math.max(state.floorRate, usual * SLOWED_SHARE);
  const climbPerMs = state.rate === null ? Math.max(rate, usual) / RECOVERY_MS : state.climbPerMs;
  return { ...state, rate, rateAt: from, climbPerMs, loweredAt: now, holdUntil };
}

/**
 * Changes the rate while calls are going out. Slots that are already claimed stay; the next
 * one keeps the new distance. A rate that 429s have lowered stays lowered, and climbs to the new one.
 *
 * @throws DialerConfigError when the rate is out of its range.
 */
export function changeStartRate(state: PacerState, startRate: number | null, now: number): PacerState {
  const floorRate = Math.min(state.floorRate, startRate ?? state.floorRate);
  checkRates(startRate, floorRate);
  const current = rateAt(state, now);
  const isSlowed = current !== null && (state.startRate === null || current < state.startRate);
  return {
    ...state,
    startRate,
    floorRate,
    rate: isSlowed ? Math.min(current, startRate ?? current) : startRate,
    rateAt: Math.max(now, state.holdUntil),
    climbPerMs: startRate === null ? state.climbPerMs : startRate / RECOVERY_MS,
  };
}

/** The rate that slots are claimed at now, starts per second; `null`: no limit. */
export function rateAt(
  { startRate, rate, rateAt: from, climbPerMs }: PacerState,
  now: number,
): number | null {
  if (rate === null) return null;
  return Math.min(startRate ?? Number.POSITIVE_INFINITY, rate + Math.max(0, now - from) * climbPerMs);
}

/** Starts per second over about the last quarter of a minute, by the slots that were claimed. For display. */
export function measuredRate({ meter }: PacerState, now: number): number {
  return meterRate(meter, now);
}

/** Up, never down: a slot that comes too soon would break the law of the second. */
function upToGrid(ms: number): number {
  return Math.ceil(ms * GRID_PER_MS) / GRID_PER_MS;
}

function checkRates(startRate: number | null, floorRate: number): void {
  const issues: Issue[] = [];
  const most = startRate ?? MAX_RATE;
  if (!(most >= MIN_RATE && most <= MAX_RATE)) {
    issues.push({
      path: "startRate",
      message: `Must be from ${MIN_RATE} to ${MAX_RATE} starts per second, or null.`,
    });
  } else if (!(floorRate >= MIN_RATE && floorRate <= most)) {
    issues.push({ path: "floorRate", message: `Must be from ${MIN_RATE} to the start rate.` });
  }
  if (issues.length > 0) throw new DialerConfigError("The start rate", issues);
}
