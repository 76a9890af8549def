import { calleeKeyOf, checkInstant, checkOutcome, checkTags, drawsFrom } from "./check-input.js";
import type { Extensions } from "./extensions.js";
import { Namespace } from "./namespace.js";
import type { PresetName } from "./presets.js";
import type {
  CallOutcome,
  Choice,
  E164,
  Geography,
  PolicyInput,
  PoolNumber,
  Refusal,
  Tags,
} from "./types.js";
import { parseUsage, type Usage } from "./usage.js";
import { restoreUsage, usageSnapshot } from "./usage-snapshot.js";

/** Callees that a usage remembers; it is copied with every call, so it stays small. */
const MAX_CALLEES = 10_000;
const MAX_CALL_MS = 3_600_000;
const HOLD_MS = 120_000;
const POOL_ID = "pool";

/** A call that was chosen for, as plain JSON: names it when its outcome is reported. */
export interface ChosenCall {
  readonly sequence: number;
  readonly slug: string;
  readonly callee: E164;
  readonly at: number;
  /** What the learning order knows it by; 0 for nothing. */
  readonly stepCode: number;
}

/** How an earlier call ended. */
export interface ReportedOutcome {
  readonly call: ChosenCall;
  readonly outcome: CallOutcome;
}

/** What `selectCallerId` chooses from and for. */
export interface SelectCallerIdInput {
  /** The numbers to choose from: an agent's `attached_phone_numbers` as they are, or with tags, weights and limits. */
  readonly pool: readonly PoolNumber[];
  readonly callee: E164;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1), like `Math.random`. Asked as often as the order draws, and by `weighted-random` also for each new number. */
  readonly random: () => number;
  /** What the previous call returned; absent when nothing was used yet. */
  readonly usage?: Usage;
  /** A preset's name, or rules with defaults for what they leave out. Default `"balanced"`. */
  readonly policy?: PresetName | PolicyInput;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
  /** Knows where numbers belong. Needed by policies with local presence. */
  readonly geography?: Geography;
  /** Functions that the policy may name. */
  readonly extensions?: Extensions;
  /** How earlier calls ended, each once: feeds rest, quarantine, affinity and learning before this choice. */
  readonly outcomes?: readonly ReportedOutcome[];
}

/** A choice or a refusal, and the usage to keep for the next call. */
export type CallerIdSelection = ((Choice & { readonly call: ChosenCall }) | Refusal) & {
  readonly usage: Usage;
};

/**
 * Chooses the caller ID for one call, from plain data to plain data.
 *
 * The same picks as a store whose leases are settled as placed and ended with
 * an unknown outcome at once; an outcome that becomes known is passed to a later call
 * in `outcomes`. Keep the returned `usage` (it is JSON) and pass it to the next call; if the call
 * was never placed, keep the one from before instead. The input is left as it
 * was. Takes time in proportion to the pool and to the callees remembered (the
 * latest 10,000); for many calls or several processes use a store.
 *
 * @throws InvalidInputError, PolicyError
 * @example
 * const { callerId, usage } = selectCallerId({ pool, callee: "+14155550123", now: Date.now(), random: Math.random });
 */
export function selectCallerId(input: SelectCallerIdInput): CallerIdSelection {
  const { pool: members, callee, tags, now: callerNow, random, geography, extensions, outcomes = [] } = input;
  const calleeKey = calleeKeyOf(callee);
  checkTags(tags);
  checkInstant(callerNow);
  for (const { outcome } of outcomes) checkOutcome(outcome);
  const earlier = input.usage === undefined ? undefined : parseUsage(input.usage);
  const { now: before = 0, sequence: last = 0 } = earlier ?? {};
  const namespace = new Namespace({
    geography,
    extensions,
    maxCallees: MAX_CALLEES,
    maxCallMs: MAX_CALL_MS,
    now: before,
    sequence: last,
  });
  if (earlier !== undefined) restoreUsage(namespace, earlier);
  const policy = input.policy ?? "balanced";
  namespace.load({ poolId: POOL_ID, numbers: members, policy }, { now: callerNow, random }, earlier?.turns);
  const position = namespace.positionOf(POOL_ID);
  const pool = namespace.poolAt(position);
  for (const { call, outcome } of outcomes) {
    const { slug, sequence, at, stepCode } = call;
    const number = namespace.numbers.intern(slug);
    namespace.ended({
      number,
      callee: calleeKeyOf(call.callee),
      pool: position,
      sequence,
      at,
      stepCode,
      outcome,
    });
  }

  const chain = pool.chainOf(callee, tags);
  const draws = drawsFrom(random, pool.kind.draws);
  const { now } = namespace;
  const selected = namespace.select(position, chain, {
    callee,
    calleeKey,
    tags,
    now,
    draws,
    traceNumbers: undefined,
  });
  if (!selected.ok) return { ...selected, usage: usageSnapshot(namespace, pool) };
  const { member, reasons, number: id, sequence, stepCode } = selected;
  // As a store would that is told at once: a number with one line is at its limit for a moment, and wakes again.
  const { leases } = namespace;
  leases.open(sequence, id, calleeKey, position, now, HOLD_MS, stepCode);
  namespace.changed(id);
  namespace.callees.remember(calleeKey, "reached", id, sequence, now);
  leases.move(sequence, "ended", now);
  namespace.changed(id);
  const number = pool.numbers[member] as PoolNumber;
  return {
    ok: true,
    callerId: number.number,
    number,
    reasons,
    call: { sequence, slug: number.slug, callee, at: now, stepCode },
    usage: usageSnapshot(namespace, pool),
  };
}
