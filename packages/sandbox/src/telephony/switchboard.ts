import { randomFor, uuidFor } from "../random.js";
import type { Schema } from "../wire-types.js";
import { durationOf, type SimulatedCall, statusOf } from "./call.js";
import { planCall } from "./call-plan.js";
import { CallCapacity, type CallLimits, type DialSlot } from "./limits.js";
import { type CallOutcome, drawError, drawOutcome, INVALID_CALLEE, type OutcomeWeights } from "./outcomes.js";
import { timelineOf } from "./timeline.js";

/** What a call is about to be, for a sandbox's `outcomeOf`. */
export interface CallIntent {
  readonly agentId: string;
  readonly from: string;
  readonly to: string;
  /** Calls placed to this callee before; 0 for the first. */
  readonly previousCalls: number;
}

/** How calls run. */
export interface SwitchboardOptions {
  readonly seed: number;
  readonly speed: number;
  readonly outcomes: OutcomeWeights;
  readonly outcomeOf: (intent: CallIntent) => CallOutcome | undefined;
  readonly limits: CallLimits;
}

/** Which calls a list asks for. Instants are of the caller's clock, both ends included. */
export interface CallFilter {
  readonly agentId: string;
  readonly to?: string | undefined;
  readonly status?: string | undefined;
  readonly placedFrom: number;
  readonly placedUntil: number;
  readonly durationAtLeast?: number | undefined;
  readonly durationAtMost?: number | undefined;
}

/** Digits of a plausible E.164 number. */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * The simulated telephone network: places calls and finds them again.
 *
 * What becomes of a call depends on the seed, the callee and how often they were called before, so a run gives
 * the same outcomes in whatever order concurrent requests arrive.
 */
export class Switchboard {
  private readonly all: SimulatedCall[] = [];
  private readonly byId = new Map<string, SimulatedCall>();
  private readonly byAgent = new Map<string, SimulatedCall[]>();
  private readonly byCallee = new Map<string, SimulatedCall[]>();
  private readonly capacity: CallCapacity;
  /** Told of each call when it is placed. */
  onPlaced: (call: SimulatedCall) => void = () => {};

  constructor(private readonly options: SwitchboardOptions) {
    this.capacity = new CallCapacity(options.limits);
  }

  /** Every call, in the order of placing. */
  get calls(): readonly SimulatedCall[] {
    return this.all;
  }

  get limits(): CallLimits {
    return this.capacity.current;
  }

  set limits(limits: CallLimits) {
    this.capacity.change(limits);
  }

  call(id: string): SimulatedCall | undefined {
    return this.byId.get(id);
  }

  /** Places a call, or says which limit refuses it. */
  place(
    request: Schema<"CreateCallRequest">,
    from: string,
    now: number,
  ): SimulatedCall | Exclude<DialSlot, { dialedAt: number }> {
    const slot = this.capacity.slotAt(now);
    if ("overLimit" in slot) return slot;
    const { seed, speed } = this.options;
    const { model_id: agentId, phone: to } = request;
    const previousCalls = this.byCallee.get(to)?.length ?? 0;
    const key = `${seed}/call/${to}/${previousCalls}`;
    const random = randomFor(key);
    const plan = planCall(random, this.outcomeFor({ agentId, from, to, previousCalls }, random));
    const timeline = timelineOf(plan, slot.dialedAt, speed);
    const call: SimulatedCall = {
      id: uuidFor(key),
      agentId,
      from,
      to,
      request,
      placedAt: now,
      plan,
      timeline,
    };
    this.capacity.occupy(timeline.dialedAt, timeline.endsAt);
    this.remember(call);
    this.onPlaced(call);
    return call;
  }

  /** The calls that fit, oldest first. */
  find(filter: CallFilter, now: number): readonly SimulatedCall[] {
    const candidates =
      filter.to === undefined
        ? (this.byAgent.get(filter.agentId) ?? [])
        : (this.byCallee.get(filter.to) ?? []);
    const inRange = candidates.slice(
      countBefore(candidates, (call) => call.placedAt < filter.placedFrom),
      countBefore(candidates, (call) => call.placedAt <= filter.placedUntil),
    );
    return isOnlyByTime(filter) ? inRange : inRange.filter((call) => fits(call, filter, now));
  }

  private outcomeFor(intent: CallIntent, random: () => number): CallOutcome {
    const drawn = E164.test(intent.to) ? drawOutcome(random, this.options.outcomes) : INVALID_CALLEE;
    const chosen = this.options.outcomeOf(intent);
    if (chosen === undefined) return drawn;
    return chosen.status === "failed" && chosen.error === undefined
      ? { status: "failed", error: drawError(random) }
      : chosen;
  }

  private remember(call: SimulatedCall): void {
    this.all.push(call);
    this.byId.set(call.id, call);
    addTo(this.byAgent, call.agentId, call);
    addTo(this.byCallee, call.to, call);
  }
}

function isOnlyByTime(filter: CallFilter): boolean {
  const { to, status, durationAtLeast, durationAtMost } = filter;
  return [to, status, durationAtLeast, durationAtMost].every((value) => value === undefined);
}

function fits(call: SimulatedCall, filter: CallFilter, now: number): boolean {
  if (call.agentId !== filter.agentId) return false;
  if (filter.status !== undefined && statusOf(call, now) !== filter.status) return false;
  if (filter.durationAtLeast === undefined && filter.durationAtMost === undefined) return true;
  const duration = durationOf(call, now);
  if (duration === null) return false;
  return (
    duration >= (filter.durationAtLeast ?? 0) &&
    duration <= (filter.durationAtMost ?? Number.POSITIVE_INFINITY)
  );
}

/** How many calls at the front satisfy a condition that, once false, stays false. */
function countBefore(calls: readonly SimulatedCall[], isBefore: (call: SimulatedCall) => boolean): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const call = calls[middle];
    if (call !== undefined && isBefore(call)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
