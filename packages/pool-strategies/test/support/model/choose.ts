import type { Extensions } from "../../../src/extensions.js";
import type {
  AffinityOutcome,
  Geography,
  Link,
  LinkStep,
  LinkTrace,
  NumberTrace,
  Place,
  Policy,
  PoolNumber,
  Reasons,
  Refusal,
  RefusalCode,
  SkippedLink,
  SkipReason,
  Tags,
} from "../../../src/types.js";
import { type Bucket, chargeTurn, leastBy, sortedBy } from "./bucket.js";
import { decidingLimit, freeAtOf, type Held } from "./limits.js";
import { type Outcomes, pick } from "./picks.js";
import { chainOf } from "./route.js";
import type { CalleeState } from "./state.js";

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a choice depends on. Only the callee's used slugs and the turns of buckets are changed by it. */
export interface Question {
  readonly geography: Geography;
  readonly extensions: Extensions;
  readonly numbers: readonly PoolNumber[];
  readonly policy: Policy;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly callee: string;
  readonly tags: Tags;
  readonly draws: readonly number[];
  readonly now: number;
  readonly traceNumbers: number | undefined;
  readonly person: CalleeState;
  heldBy(number: PoolNumber): readonly Held[];
  lastSequence(number: PoolNumber): number;
  inFlight(number: PoolNumber): number;
  callsInDay(number: PoolNumber): number;
  outcomes(number: PoolNumber, step: LinkStep): Outcomes | undefined;
}

/** A number with its reasons, or a refusal. */
export type Decision =
  | { readonly ok: true; readonly number: PoolNumber; readonly link: Link; readonly reasons: Reasons }
  | { readonly ok: false; readonly refusal: Refusal };

/** Steps 2 to 7 of `acquire`. */
export function choose(question: Question): Decision {
  const { geography, numbers, policy, buckets, callee, tags, now, person } = question;
  const { affinity, limits, order } = policy;
  const place = geography.locate(callee);
  if (numbers.length === 0) return refuseAtOnce(question, "pool_empty");
  if (!isAllowed(place, limits.allowedCountries)) return refuseAtOnce(question, "country_not_allowed");
  const callAgainAt = calleeFreeAt(person, limits.maxCallsPerCallee);
  if (callAgainAt > now) return refuseAtOnce(question, "callee_limit", callAgainAt);

  const chain = chainOf(callee, tags, numbers, policy.route, question, (name) => buckets.has(name));
  const membersOf = ({ name }: Link) => buckets.get(name)?.members ?? [];
  const isFree = (number: PoolNumber) => question.heldBy(number).length === 0;

  // Affinity.
  let outcome: AffinityOutcome = "none";
  let previous: string | undefined;
  const remembered = {
    sticky: person.reached,
    "sticky-once-answered": person.answered,
    fresh: undefined,
    off: undefined,
  }[affinity.mode];
  if (remembered !== undefined && remembered.at > now - affinity.ttlDays * DAY) {
    previous = remembered.slug;
    const number = numbers.find(({ slug }) => slug === previous);
    const home = chain.find((link) => number !== undefined && membersOf(link).includes(number));
    if (number === undefined || home === undefined) {
      outcome = "gone";
      if (affinity.whenGone === "refuse")
        return refuse(question, chain, "sticky_gone", {
          affinity: "gone",
          previous,
          order: order.name,
          skipped: [],
        });
    } else if (isFree(number)) {
      const reasons = {
        affinity: "kept" as const,
        previous,
        link: home.name,
        step: home.step,
        order: order.name,
        skipped: [],
      };
      const trace = traceOf(question, chain, [], new Map(), { link: home, number });
      const bucket = buckets.get(home.name);
      if (bucket !== undefined && (order.name === "round-robin" || order.name === "weighted-round-robin"))
        chargeTurn(bucket, number, bucket.members.filter(isFree), order.name);
      return { ok: true, number, link: home, reasons: { ...reasons, ...trace } };
    } else {
      outcome = "at_limit";
      const held = question.heldBy(number);
      const freeAt = freeAtOf(held);
      if (affinity.whenAtLimit === "wait" && freeAt - now <= affinity.maxWaitHours * HOUR)
        return refuse(
          question,
          chain,
          "sticky_at_limit",
          { affinity: "at_limit", previous, order: order.name, skipped: [] },
          Math.min(freeAt, remembered.at + affinity.ttlDays * DAY),
          held,
        );
    }
  }
  const used = affinity.mode === "fresh" ? usedStill(person, policy, now) : [];
  if (used.length > 0) {
    outcome = "fresh";
    previous = used.at(-1);
  }
  const about = { affinity: outcome, ...(previous === undefined ? {} : { previous }), order: order.name };

  // The chain, without the used; then without the latest alone; then with all.
  for (const excluded of [used, used.slice(-1), []]) {
    if (excluded.length < used.length) person.used = excluded;
    const found = tryChain(question, chain, excluded);
    if (found.number !== undefined && found.link !== undefined) {
      const { number, link, skipped, trace } = found;
      return {
        ok: true,
        number,
        link,
        reasons: { ...about, link: link.name, step: link.step, skipped, ...trace },
      };
    }
    if (
      chain.some((link) => membersOf(link).some((number) => isFree(number) && excluded.includes(number.slug)))
    )
      continue;

    // Nobody is free, excluded or not.
    const { skipped, reasonOf } = found;
    if (limits.whenExhausted === "overflow") {
      const isUsable = (number: PoolNumber) =>
        !question.heldBy(number).some(({ limit }) => limit === "quarantined");
      const link = chain.find((each) => membersOf(each).some(isUsable));
      if (link !== undefined) {
        const number = leastBy(membersOf(link).filter(isUsable), question.lastSequence);
        const trace = traceOf(question, chain, excluded, reasonOf, { link, number });
        return {
          ok: true,
          number,
          link,
          reasons: { ...about, link: link.name, step: link.step, skipped, overflow: true, ...trace },
        };
      }
    }
    const reasons = { ...about, skipped };
    if (!chain.some(({ name }) => buckets.has(name)))
      return refuse(question, chain, "no_match", reasons, undefined, [], reasonOf);
    const first = leastBy(chain.flatMap(membersOf), (number) => freeAtOf(question.heldBy(number)));
    const held = question.heldBy(first);
    return refuse(question, chain, "exhausted", reasons, freeAtOf(held), held, reasonOf);
  }
  throw new Error("The last pass excludes nobody, so it finds a number or nobody is free.");
}

/** The slugs used for a callee, as long as the latest of them is remembered. */
export function usedStill(
  { used, usedAt }: CalleeState,
  { affinity }: Policy,
  now: number,
): readonly string[] {
  return usedAt > now - affinity.ttlDays * DAY ? used : [];
}

/** Tries each link in turn. */
function tryChain(question: Question, chain: readonly Link[], excluded: readonly string[]) {
  const skipped: SkippedLink[] = [];
  const reasonOf = new Map<Link, SkipReason>();
  for (const link of chain) {
    const bucket = question.buckets.get(link.name);
    const members = bucket?.members ?? [];
    const free = members.filter((number) => question.heldBy(number).length === 0);
    const candidates = free.filter(({ slug }) => !excluded.includes(slug));
    if (bucket !== undefined && candidates.length > 0) {
      const context = {
        ...question,
        rules: question.policy.order,
        place: question.geography.locate(question.callee),
        bucket,
        free,
        candidates,
        link,
      };
      const traced = (number: PoolNumber) => traceOf(question, chain, excluded, reasonOf, { link, number });
      const number = pick({ ...context, outcomes: (each) => question.outcomes(each, link.step) });
      return { number, link, skipped, reasonOf, trace: traced(number) };
    }
    const reason =
      members.length === 0 ? "no_number" : free.length === 0 ? "all_at_limit" : "all_used_before";
    reasonOf.set(link, reason);
    skipped.push({ link: link.name, step: link.step, reason, size: members.length });
  }
  return { number: undefined, link: undefined, skipped, reasonOf, trace: {} };
}

/** What was seen of each link and number, before the choice counts; nothing when it was not asked for. */
function traceOf(
  question: Question,
  chain: readonly Link[],
  excluded: readonly string[],
  reasonOf: ReadonlyMap<Link, SkipReason>,
  chosen?: { readonly link: Link; readonly number: PoolNumber },
): Pick<Reasons, "trace"> {
  const { traceNumbers, buckets, heldBy } = question;
  if (traceNumbers === undefined) return {};
  const links = chain.map((link): LinkTrace => {
    const members = buckets.get(link.name)?.members ?? [];
    const picked = chosen !== undefined && chosen.link === link ? chosen.number : undefined;
    const shown = members.filter((number, index) => index < traceNumbers || number === picked);
    const atLimit = members.filter((number) => heldBy(number).length > 0);
    return {
      ...link,
      outcome: picked === undefined ? (reasonOf.get(link) ?? "not_reached") : "chosen",
      size: members.length,
      free: members.length - atLimit.length,
      ...finite("freeAt", Math.min(...atLimit.map((number) => freeAtOf(heldBy(number))))),
      numbers: sortedBy(shown).map((number): NumberTrace => {
        const held = heldBy(number);
        const verdict = excluded.includes(number.slug) ? "used_before" : "free";
        return {
          slug: number.slug,
          verdict: number === picked ? "chosen" : (decidingLimit(held) ?? verdict),
          ...(held.length === 0 ? {} : finite("freeAt", freeAtOf(held))),
        };
      }),
    };
  });
  return { trace: { links } };
}

function refuseAtOnce(question: Question, code: RefusalCode, retryAt?: number): Decision {
  const reasons: Reasons = { affinity: "none", order: question.policy.order.name, skipped: [] };
  return refuse(question, [], code, reasons, retryAt);
}

function refuse(
  question: Question,
  chain: readonly Link[],
  code: RefusalCode,
  reasons: Reasons,
  retryAt: number = Number.POSITIVE_INFINITY,
  held: readonly Held[] = [],
  reasonOf: ReadonlyMap<Link, SkipReason> = new Map(),
): Decision {
  const isAtLatest = Number.isFinite(retryAt) && decidingLimit(held) === "concurrent-calls";
  const refusal: Refusal = {
    ok: false,
    code,
    ...finite("retryAt", retryAt),
    ...(isAtLatest ? { atLatest: true } : {}),
    reasons: { ...reasons, ...traceOf(question, chain, [], reasonOf) },
  };
  return { ok: false, refusal };
}

function finite<Key extends string>(key: Key, value: number): { readonly [K in Key]?: number } {
  return Number.isFinite(value) ? ({ [key]: value } as { readonly [K in Key]?: number }) : {};
}

/** Countries of +1, which an unknown area code may belong to. */
const COUNTRIES_OF_1 = "AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI".split(
  " ",
);

function isAllowed({ country, callingCode }: Place, allowed: readonly string[] | null): boolean {
  if (allowed === null) return true;
  if (country === undefined) return false;
  if (allowed.includes(country) || (callingCode !== undefined && allowed.includes(callingCode))) return true;
  return country === "+1" && COUNTRIES_OF_1.some((each) => allowed.includes(each));
}

/** When the callee may be called again; 0: now. */
function calleeFreeAt({ instants }: CalleeState, limit: Policy["limits"]["maxCallsPerCallee"]): number {
  if (limit === null) return 0;
  const kth = instants.at(-limit.calls);
  return kth === undefined ? 0 : kth + limit.withinHours * HOUR;
}
