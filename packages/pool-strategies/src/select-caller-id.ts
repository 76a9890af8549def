import { checkCallee, checkInstant, checkTags } from "./check-input.js";
import { Namespace } from "./namespace.js";
import type { PresetName } from "./presets.js";
import type { Choice, E164, Geography, PolicyInput, PoolNumber, Refusal, Tags } from "./types.js";
import { parseUsage, type Usage } from "./usage.js";

/** Callees that a usage remembers; it is copied with every call, so it stays small. */
const MAX_CALLEES = 10_000;
const POOL_ID = "pool";

/** What `selectCallerId` chooses from and for. */
export interface SelectCallerIdInput {
  /** The numbers to choose from: an agent's `attached_phone_numbers` as they are, or with tags, weights and limits. */
  readonly pool: readonly PoolNumber[];
  readonly callee: E164;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1), like `Math.random`. Asked once by an order that draws, else not at all. */
  readonly random: () => number;
  /** What the previous call returned; absent when nothing was used yet. */
  readonly usage?: Usage;
  /** A preset's name, or rules with defaults for what they leave out. Default `"balanced"`. */
  readonly policy?: PresetName | PolicyInput;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
  /** Knows where numbers belong. Needed by policies with local presence. */
  readonly geography?: Geography;
}

/** A choice or a refusal, and the usage to keep for the next call. */
export type CallerIdSelection = (Choice | Refusal) & { readonly usage: Usage };

/**
 * Chooses the caller ID for one call, from plain data to plain data.
 *
 * The same picks as a store whose leases are settled as placed at once. Keep
 * the returned `usage` (it is JSON) and pass it to the next call; if the call
 * was never placed, keep the one from before instead. The input is left as it
 * was. Takes time in proportion to the pool and to the callees remembered (the
 * latest 10,000); for many calls or several processes use a store.
 *
 * @throws InvalidInputError, PolicyError
 * @example
 * const { callerId, usage } = selectCallerId({ pool, callee: "+14155550123", now: Date.now(), random: Math.random });
 */
export function selectCallerId(input: SelectCallerIdInput): CallerIdSelection {
  const { pool, callee, tags, random, geography } = input;
  checkCallee(callee);
  checkTags(tags);
  checkInstant(input.now);
  const earlier = input.usage === undefined ? undefined : parseUsage(input.usage);
  const namespace = new Namespace({ geography, maxCallees: MAX_CALLEES, usage: earlier });
  const now = namespace.advance(input.now);
  namespace.load({ poolId: POOL_ID, numbers: pool, policy: input.policy ?? "balanced" }, now, earlier?.turns);
  const selected = namespace.select(POOL_ID, { callee, tags, now, random });
  if (!selected.ok) return { ...selected, usage: namespace.snapshot(POOL_ID) };
  const { member, reasons, sequence } = selected;
  namespace.affinity.record(callee, member.slug, sequence);
  return {
    ok: true,
    callerId: member.number.number,
    number: member.number,
    reasons,
    usage: namespace.snapshot(POOL_ID),
  };
}
