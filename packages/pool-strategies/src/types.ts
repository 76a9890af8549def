import type { AttachedPhoneNumber } from "@dialpool/core";

/**
 * A phone number in E.164 form: `+`, then 2 to 15 digits.
 *
 * A template type instead of a brand: literals need no cast, and a slug
 * (which has no `+`) never type-checks as a number. Narrow unknown text with
 * {@link isE164}.
 */
export type E164 = `+${string}`;

/**
 * Values of a number's or a call's tags, by key: `{ brand: "acme", region: ["west", "south"] }`.
 * An empty text is no value.
 */
export type Tags = Readonly<Record<string, string | readonly string[]>>;

/**
 * One number of a pool: what the API says of it (`number`, `sid`, `slug`) and
 * what selection needs besides. An agent's `attached_phone_numbers` is
 * therefore a pool as it stands.
 *
 * `number` stays a plain string: some imported identifiers are not E.164, and
 * the API wants back exactly what it gave.
 */
export interface PoolNumber extends AttachedPhoneNumber {
  /** What this number is for. A tag route compares these with the call's own tags. */
  readonly tags?: Tags;
  /** Share of the calls under weighted orders, relative to the others: 0.01 to 1000, default 1. */
  readonly weight?: number;
  /** Tier under `route.tiers`: 1 (tried first) to 8, default 1. */
  readonly tier?: number;
  /** Since when the number places calls, epoch ms. The warm-up ramp counts from here; absent: warmed up long ago. */
  readonly activeSince?: number;
  /** Limits of this number alone; each one given replaces the policy's. */
  readonly limits?: NumberLimits;
}

/** Hard limits on what one number may carry. `null` switches a limit off. */
export interface NumberLimits {
  /** Calls in the day's window, counted over the whole namespace: 0 or more, `null` for no limit. Default 75. */
  readonly maxCallsPerDay?: number | null;
  /** Calls in the hour's window, likewise. Default `null`. */
  readonly maxCallsPerHour?: number | null;
  /** Time between the starts of two calls, seconds: above 0 to 86,400. Default 1.2. */
  readonly minGapSeconds?: number | null;
  /** Calls at once: leases *held*, *unknown* or *placed*; 1 or more. Default `null`. */
  readonly maxConcurrentCalls?: number | null;
  /** Lower daily limits for a young number. Default: 10, 20 and 30 calls a day in its first, second and third week. */
  readonly warmUp?: readonly WarmUpStage[] | null;
}

/** One stage of a warm-up ramp; stages are given by rising age. */
export interface WarmUpStage {
  /** The stage ends at this age, in days since the number's `activeSince`: above 0 to 3650. */
  readonly untilDays: number;
  /** The daily limit until then, if it is lower than the number's own: 0 or more, and no fewer than the stage before. */
  readonly maxCallsPerDay: number;
}

/** When counts of a day and of an hour begin anew. */
export type WindowRule =
  /** A call counts for 24 hours, or one hour, from its own instant. */
  | "rolling"
  /** A call counts until midnight, or the full hour, on the clocks of that IANA time zone. */
  | {
      /** IANA name, such as `"America/New_York"`. */
      readonly timeZone: string;
    };

/** Limits of a pool, as rules. `null` switches a limit off. */
export interface LimitRules extends Required<NumberLimits> {
  /** When counts of a day and of an hour begin anew. Default `"rolling"`. */
  readonly window: WindowRule;
  /** Rests a number after failed calls in a row. Default: after 5, for an hour. */
  readonly restAfterFailures: RestRule | null;
  /** Takes a number out after carriers blocked it. Default: after 3 blocks in a day, for 30 days. */
  readonly quarantineAfterBlocks: QuarantineRule | null;
  /** Countries that may be called: ISO 3166-1 alpha-2, or a calling code such as `"+999"`. `null`: all. Default `null`. */
  readonly allowedCountries: readonly string[] | null;
  /** How often one callee may be called, from whichever number and pool of the namespace. Default: 3 times in 24 hours. */
  readonly maxCallsPerCallee: CalleeFrequencyRule | null;
  /**
   * When every number of the chain is at a limit: `"refuse"`, or `"overflow"`: go beyond day, hour, gap,
   * concurrency, warm-up and rest, but never beyond tags, countries, quarantine and the callee's own limit.
   * Default `"refuse"`.
   */
  readonly whenExhausted: "refuse" | "overflow";
}

/** Rest after failures in a row. */
export interface RestRule {
  /** Calls in a row that ended `"failed"` or `"blocked"`: 1 to 100. Default 5. */
  readonly failures: number;
  /** How long it rests: above 0 to ten years. Default 60. */
  readonly restMinutes: number;
  /** Share of the pool that may rest at once, 0 to 1; beyond it, failing numbers go on. Default 0.5. */
  readonly maxRestingShare: number;
}

/** Quarantine after carrier blocks. */
export interface QuarantineRule {
  /** Calls that ended `"blocked"`, within the window: 1 to 16. Default 3. */
  readonly blocks: number;
  /** The window, in hours: above 0 to 87,600. Default 25: a number at its daily limit is free within 24 h 15 min. */
  readonly withinHours: number;
  /** How long it lasts: above 0 to 3650. Default 30. */
  readonly quarantineDays: number;
}

/** How often one callee may be called. */
export interface CalleeFrequencyRule {
  /** 1 to 16. Default 3. */
  readonly calls: number;
  /** In any time of this length, in hours: above 0 to 1440. Default 24. */
  readonly withinHours: number;
}

/** How a callee's earlier caller ID matters. */
export interface AffinityRules {
  /**
   * - `sticky`: the number that the callee was last called from.
   * - `sticky-once-answered`: the number of the callee's last answered call; until one was answered, the route decides.
   * - `fresh`: one that the callee was not called from yet, until all of the chain were used once.
   * - `off`: it does not matter.
   *
   * Default `"sticky"`.
   */
  readonly mode: "sticky" | "sticky-once-answered" | "fresh" | "off";
  /** For how long a call is remembered: above 0 to 3650 days. Default 30. */
  readonly ttlDays: number;
  /** When the sticky number left the pool, or the route does not allow it for this call. Default `"fall-through"`. */
  readonly whenGone: "fall-through" | "refuse";
  /** When the sticky number is at a limit. Default `"fall-through"`. */
  readonly whenAtLimit: "fall-through" | "wait";
  /** Under `"wait"`: falls through all the same if the wait would be longer, hours: above 0 to 87,600. Default 25: a number at its daily limit is free within 24 h 15 min. */
  readonly maxWaitHours: number;
}

/**
 * How the numbers inside one bucket take turns. The semantics of each are in `docs/selection.md`.
 *
 * - `round-robin`: one after the other, each bucket with its own turns.
 * - `weighted-round-robin`: smoothly in proportion to the weights, within one call of the exact share.
 * - `random`: each with the same chance.
 * - `weighted-random`: each with a chance in proportion to its weight.
 * - `least-recently-used`: whoever was selected longest ago anywhere in the namespace.
 * - `least-used`: fewest calls in the rolling day, then least recently used.
 * - `fewest-in-flight`: fewest calls at once, then least recently used.
 * - `power-of-two`: the less loaded of two drawn at random.
 * - `rendezvous`: by a hash of callee and number, weighted; the same callee meets the same number without stored state.
 * - `answer-rate`: learns which numbers get answered (Thompson sampling).
 * - `custom`: a function that the user registered.
 */
export type OrderName =
  | "round-robin"
  | "weighted-round-robin"
  | "random"
  | "weighted-random"
  | "least-recently-used"
  | "least-used"
  | "fewest-in-flight"
  | "power-of-two"
  | "rendezvous"
  | "answer-rate"
  | "custom";

/** An order with what it needs to be told. */
export type OrderRules =
  | {
      /** See {@link OrderName}. */
      readonly name: Exclude<OrderName, "answer-rate" | "custom">;
    }
  | AnswerRateRules
  | {
      readonly name: "custom";
      /** Under which name the function was registered. */
      readonly use: string;
    };

/** What the learning order needs to be told. */
export interface AnswerRateRules {
  readonly name: "answer-rate";
  /** Answered calls that every number is credited with in advance: above 0 to 1e6. Default 1.5. */
  readonly priorAnswered: number;
  /** Unanswered calls that every number is charged with in advance: above 0 to 1e6. Default 8.5. */
  readonly priorUnanswered: number;
  /** An outcome counts half after this time, in days: 1 to 365. Default 7. */
  readonly halfLifeDays: number;
  /** Share of the calls that go to any number with equal chance: 0 to 1. Default 0.1. */
  readonly exploration: number;
}

/**
 * One step of local presence, from the closest to the widest.
 *
 * - `area-code`: the callee's own area code.
 * - `overlay`: area codes that share its territory.
 * - `near`: the other areas of the same state or province, nearest first.
 * - `region`: the same state or province.
 * - `country`: the same country.
 * - `any`: whatever the pool has.
 */
export type LocalPresenceStep = "area-code" | "overlay" | "near" | "region" | "country" | "any";

/** Which step of a route a link belongs to. */
export type LinkStep = "rule" | LocalPresenceStep | "custom";

/** Which numbers may serve a call, and in what preference. */
export interface RouteRules {
  /** On which tags number and call must agree. Default: none. */
  readonly tags: readonly TagRule[];
  /** Numbers for callees by prefix; the longest prefix wins. Tried before local presence. Default: none. */
  readonly rules: readonly PrefixRule[];
  /**
   * Steps of local presence, tried in the order given. What is wider than the last one given is a
   * refusal: without `"any"`, no match is no call. Default `["any"]`.
   */
  readonly localPresence: readonly LocalPresenceStep[];
  /** `true`: within each link, numbers of tier 1 first, those of tier 2 when all of tier 1 are at a limit, and so on. Default `false`. */
  readonly tiers: boolean;
  /** Name of a registered route that takes the place of `rules` and `localPresence`. */
  readonly custom?: string;
}

/** One tag on which number and call must agree. */
export interface TagRule {
  /** The tag, such as `"brand"`. */
  readonly key: string;
  /**
   * - `any`: they have a value in common; a call without a value is served only by numbers without one, so that
   *   a brand's number never speaks for another.
   * - `all`: the number has every value that the call has.
   * - `none`: the number has no value that the call has (the call may have one value at most).
   *
   * With `values`, the number is compared with these instead, whatever the call carries. Default `"any"`.
   */
  readonly match: "any" | "all" | "none";
  /** Fixed values to compare with: at least one. */
  readonly values?: readonly string[];
}

/** Numbers for all callees whose number begins with a prefix. Gives `numbers`, or `tags`, or both: a number fits if it is listed or has all the tags. */
export interface PrefixRule {
  /** Plus sign and 1 to 15 digits, the first not 0: `"+1415"`, `"+44"`. */
  readonly prefix: string;
  /** Numbers or slugs. */
  readonly numbers?: readonly string[];
  /** A number fits that has one of the values of each key. At least one key. */
  readonly tags?: Tags;
  /** When none of them is free: `"continue"` with the rest of the route, or `"refuse"`. Default `"continue"`. */
  readonly otherwise: "continue" | "refuse";
}

/**
 * Selection rules of a pool, as plain JSON.
 *
 * Parse unknown input with `parsePolicy`; it fills in the defaults and names
 * the path of what is wrong.
 */
export interface Policy {
  readonly affinity: AffinityRules;
  readonly route: RouteRules;
  /** How the numbers of one link take turns. Default `{ name: "round-robin" }`. */
  readonly order: OrderRules;
  /** Limits of each number, unless the number has its own. */
  readonly limits: LimitRules;
}

/** A {@link Policy} as it is written: whatever is left out takes its default, and a name stands for its rules. */
export interface PolicyInput {
  readonly affinity?: AffinityRules["mode"] | Partial<AffinityRules>;
  readonly route?: {
    readonly tags?: readonly (string | (Pick<TagRule, "key"> & Partial<TagRule>))[];
    readonly rules?: readonly (Pick<PrefixRule, "prefix"> & Partial<PrefixRule>)[];
    /** A list of steps, or with `require` the step beyond which there is no call. */
    readonly localPresence?:
      | readonly LocalPresenceStep[]
      | {
          /** Default: every step there is. */
          readonly steps?: readonly LocalPresenceStep[];
          /** The widest of the steps that is still allowed. */
          readonly require?: LocalPresenceStep;
        };
    readonly tiers?: boolean;
    readonly custom?: string;
  };
  readonly order?:
    | Exclude<OrderName, "custom">
    | { readonly name: Exclude<OrderName, "answer-rate" | "custom"> }
    | (Pick<AnswerRateRules, "name"> & Partial<AnswerRateRules>)
    | { readonly name: "custom"; readonly use: string };
  readonly limits?: NumberLimits & {
    readonly window?: WindowRule;
    readonly restAfterFailures?: Partial<RestRule> | null;
    readonly quarantineAfterBlocks?: Partial<QuarantineRule> | null;
    readonly allowedCountries?: readonly string[] | null;
    readonly maxCallsPerCallee?: Partial<CalleeFrequencyRule> | null;
    readonly whenExhausted?: LimitRules["whenExhausted"];
  };
}

/** Where a number belongs, as far as its digits tell. Absent fields: not known, or nowhere (toll-free). */
export interface Place {
  /** ISO 3166-1 alpha-2 (`"US"`, `"GB"`), or the calling code (`"+1"`, `"+999"`) where the digits do not say more. */
  readonly country?: string;
  /** Calling code with its plus sign: `"+1"`. */
  readonly callingCode?: string;
  /** North America: the three digits, `"415"`. Elsewhere: the whole geographic prefix, `"+4420"`. */
  readonly areaCode?: string;
  /** Ids of the territories that the area code serves. Two codes share territory exactly when they share an id. */
  readonly overlays?: readonly string[];
  /** States or provinces, `"US-CA"`; a few codes serve several. */
  readonly regions?: readonly string[];
}

/** Another territory, seen from a place. */
export interface NearArea {
  /** Its overlay id. */
  readonly overlay: string;
  /** Great-circle distance, km. */
  readonly distanceKm: number;
}

/** Knows where numbers belong. `geography` of `@dialpool/pool-strategies/geo` is one. */
export interface Geography {
  /** Pure. Answers the same object for the same place where it can, so that callers may remember by it. */
  locate(number: string): Place;
  /** Other territories of the same regions, nearest first, the place's own left out. Absent: none are known. */
  nearest?(place: Place): readonly NearArea[];
}

/** One link of a chain. */
export interface Link {
  /** Name of its bucket, e.g. `"brand=acme/ac:415"`. */
  readonly name: string;
  readonly step: LinkStep;
}

/** How a call ended, as far as selection cares. `callOutcome` reads it from a call record. */
export type CallOutcome =
  /** A person answered. */
  | "answered"
  /** A voicemail or other machine answered. */
  | "voicemail"
  | "no-answer"
  | "busy"
  /** The network could not complete it. */
  | "failed"
  /** A carrier or an analytics engine refused the caller ID. */
  | "blocked"
  /** It was called off. Says nothing of the number. */
  | "canceled"
  | "unknown";

/** Why a number may not be used now. */
export type LimitName =
  | "calls-per-day"
  | "calls-per-hour"
  | "min-gap"
  | "concurrent-calls"
  | "warm-up"
  | "resting"
  | "quarantined";

/** Why a link of the chain gave no number. */
export type SkipReason =
  /** The pool has no number of that kind. */
  | "no_number"
  /** It has some, and every one is at a limit. */
  | "all_at_limit"
  /** Those that are free were used for this callee already (`affinity: "fresh"`). */
  | "all_used_before";

/** One link that was passed over, in the order tried. */
export interface SkippedLink {
  /** The bucket's name, e.g. `"brand=acme/ac:415"`. */
  readonly link: string;
  readonly step: LinkStep;
  readonly reason: SkipReason;
  /** How many numbers the bucket holds. */
  readonly size: number;
}

/** What became of the callee's earlier number. */
export type AffinityOutcome =
  /** The policy does not ask for it, or the callee is new, or the earlier call is too long ago. */
  | "none"
  /** The earlier number was used again. */
  | "kept"
  /** It is no longer in the pool, or the route does not allow it for this call. */
  | "gone"
  /** It is at a limit, so the route chose another, or the call waits for it. */
  | "at_limit"
  /** `fresh`: earlier numbers were passed over. */
  | "fresh";

/** How the outcome came about, as data; `explain` makes a sentence of it. */
export interface Reasons {
  readonly affinity: AffinityOutcome;
  /** Slug of the number the callee was called from before; absent when `affinity` is `"none"`. */
  readonly previous?: string;
  /** The link that gave the number; absent on a refusal. When affinity decided: the first link of the chain that holds the number. */
  readonly link?: string;
  /** Its step. */
  readonly step?: LinkStep;
  readonly order: OrderName;
  readonly skipped: readonly SkippedLink[];
  /** `true` when the number is beyond a limit (`whenExhausted: "overflow"`); else absent. */
  readonly overflow?: true;
  /** Link by link and number by number; only when it was asked for. */
  readonly trace?: Trace;
}

/** Everything that was looked at, in the order of the chain. */
export interface Trace {
  readonly links: readonly LinkTrace[];
}

/** What was seen of one link. */
export interface LinkTrace extends Link {
  readonly outcome: "chosen" | "not_reached" | SkipReason;
  /** Numbers in the bucket, and how many of them were free. */
  readonly size: number;
  readonly free: number;
  /** When the first of its numbers at a limit is free again, epoch ms; absent when none is, or never. */
  readonly freeAt?: number;
  /** The first numbers by slug, up to the bound asked for; the chosen one is always among them. */
  readonly numbers: readonly NumberTrace[];
}

/** What was seen of one number. */
export interface NumberTrace {
  readonly slug: string;
  readonly verdict: "chosen" | "free" | "used_before" | LimitName;
  /** From when it is free, epoch ms; absent when it is, or never will be. */
  readonly freeAt?: number;
}

/** Why nothing was chosen. */
export type RefusalCode =
  /** The pool holds no number at all. */
  | "pool_empty"
  /** No number of the pool fits the route for this call. */
  | "no_match"
  /** Numbers fit, and every one is at a limit until `retryAt`. */
  | "exhausted"
  /** The callee's own number is at a limit until `retryAt`, and the policy waits for it. */
  | "sticky_at_limit"
  /** The callee's own number is gone, and the policy allows no other. */
  | "sticky_gone"
  /** The callee was called as often as the policy allows, until `retryAt`. */
  | "callee_limit"
  /** The policy does not allow calls to the callee's country. */
  | "country_not_allowed";

/** Nothing may be dialled now. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** Epoch milliseconds from which the call may be granted; absent when waiting does not help. */
  readonly retryAt?: number;
  /** `true` when it may be sooner, for it depends on a call in flight; else absent. */
  readonly atLatest?: true;
  readonly reasons: Reasons;
}

/** A number was chosen. */
export interface Choice {
  readonly ok: true;
  /** What to send as `from_phone_number`. */
  readonly callerId: string;
  readonly number: PoolNumber;
  readonly reasons: Reasons;
}
