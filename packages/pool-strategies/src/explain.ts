import { instantToText } from "./instant.js";
import type {
  AffinityOutcome,
  Choice,
  LimitName,
  LinkStep,
  LinkTrace,
  OrderName,
  Reasons,
  Refusal,
  SkippedLink,
  SkipReason,
} from "./types.js";

/** How `explain` writes. */
export interface ExplainOptions {
  /** Writes an instant given as epoch ms. Default: ISO 8601 in UTC, to the second. */
  readonly formatInstant?: (epochMs: number) => string;
}

type FormatInstant = (epochMs: number) => string;

/**
 * Says in one line why a number was chosen, or why none was: the decision first,
 * then what affinity made of it and every link that was passed over, in the order tried. With a trace it also
 * says which numbers were looked at, and how each stood.
 *
 * For people and logs: the wording may change, the data in `reasons` is what
 * programs read. The callee does not appear in it.
 *
 * @example explain(selection) // "+14155550101: same area code as the callee (ac:415), its turn under round-robin."
 */
export function explain(
  outcome: Choice | Refusal,
  { formatInstant = instantToText }: ExplainOptions = {},
): string {
  const { reasons } = outcome;
  const decision = outcome.ok ? decisionOf(outcome) : refusalOf(outcome, formatInstant);
  const notes =
    reasons.trace?.links.map((link) => phraseOfTrace(link, formatInstant)) ??
    reasons.skipped.map(phraseOfSkipped);
  const [first, rest] = outcome.ok ? [decision, affinityNotes(reasons)] : [decision, []];
  return `${[first, ...rest, ...notes].join("; ")}.`;
}

function decisionOf({ callerId, reasons: { affinity, link, step, order, overflow } }: Choice): string {
  if (affinity === "kept") return `${callerId}: the callee was called from it before`;
  const where = link === undefined || step === undefined ? "chosen" : phraseOfLink(link, step);
  if (overflow)
    return `${callerId}: ${where}, beyond its limit because all were at theirs, the least recently used`;
  return `${callerId}: ${where}, ${PHRASE_OF_ORDER[order]}`;
}

function affinityNotes({ affinity, previous = "" }: Reasons): readonly string[] {
  const phrase = PHRASE_OF_AFFINITY[affinity];
  return phrase === undefined ? [] : [phrase(previous)];
}

const PHRASE_OF_AFFINITY: Readonly<Record<AffinityOutcome, ((previous: string) => string) | undefined>> = {
  none: undefined,
  kept: undefined,
  gone: (previous) => `the callee's earlier number (${previous}) may not be used for this call`,
  at_limit: (previous) => `the callee's earlier number (${previous}) is at its limit`,
  fresh: (previous) => `numbers used for the callee before (last ${previous}) come after all others`,
};

function refusalOf(
  { code, retryAt, atLatest, reasons: { previous, skipped } }: Refusal,
  formatInstant: FormatInstant,
): string {
  const until =
    retryAt === undefined ? undefined : `${formatInstant(retryAt)}${atLatest ? " at the latest" : ""}`;
  switch (code) {
    case "pool_empty":
      return "No number to call from: the pool is empty";
    case "no_match":
      return skipped.length > 0
        ? "No number of the pool fits this call"
        : "No number of the pool fits this call: the callee belongs to no place that the policy names";
    case "exhausted":
      return until === undefined
        ? "No number may be used, and waiting does not help"
        : `No number may be used before ${until}`;
    case "sticky_at_limit":
      return `The callee's own number (${previous}) is at its limit until ${until}, and the policy waits for it`;
    case "sticky_gone":
      return `The callee's own number (${previous}) may not be used for this call, and the policy allows no other`;
    case "callee_limit":
      return `The callee was called as often as the policy allows, and may be called again at ${until}`;
    case "country_not_allowed":
      return "The policy does not allow calls to the callee's country";
    default:
      return code satisfies never;
  }
}

const PHRASE_OF_ORDER: Readonly<Record<OrderName, string>> = {
  "round-robin": "its turn under round-robin",
  "weighted-round-robin": "its turn under weighted round-robin",
  random: "drawn at random",
  "weighted-random": "drawn at random by weight",
  "least-recently-used": "the least recently used",
  "least-used": "the least used in the last 24 hours",
  "fewest-in-flight": "the one with the fewest calls in flight",
  "power-of-two": "the less loaded of two drawn at random",
  rendezvous: "first for this callee by hash",
  "answer-rate": "drawn by how often its calls are answered",
  custom: "ranked first by the custom order",
};

const PHRASE_OF_STEP: Readonly<Record<LinkStep, string>> = {
  rule: "by a rule for the callee's prefix",
  "area-code": "same area code as the callee",
  overlay: "same area as the callee",
  near: "an area near the callee",
  region: "same state or province as the callee",
  country: "same country as the callee",
  any: "any number of the pool",
  custom: "by the custom route",
};

function phraseOfLink(link: string, step: LinkStep): string {
  if (link === "any") return PHRASE_OF_STEP.any;
  return `${step === "any" ? "any number for this call" : PHRASE_OF_STEP[step]} (${link})`;
}

function phraseOfSkipped({ link, reason, size }: SkippedLink): string {
  return `${link} ${PHRASE_OF_SKIP[reason](size)}`;
}

const PHRASE_OF_SKIP: Readonly<Record<SkipReason, (size: number) => string>> = {
  no_number: () => "had no number",
  all_at_limit: (size) =>
    size === 1 ? "had its only number at a limit" : `had all ${size} numbers at a limit`,
  all_used_before: () => "had only numbers free that the callee was called from before",
};

function phraseOfTrace(
  { name, outcome, size, free, freeAt, numbers }: LinkTrace,
  formatInstant: FormatInstant,
): string {
  const at = (instant: number | undefined) =>
    instant === undefined ? "" : ` until ${formatInstant(instant)}`;
  const shown = numbers.map((number) => {
    const verdict = PHRASE_OF_VERDICT[number.verdict];
    return `${number.slug} ${verdict}${at(number.freeAt)}`;
  });
  if (shown.length < size) shown.push(`${size - shown.length} more`);
  const counts =
    size === 0
      ? ""
      : `, ${free} of ${size} free${freeAt === undefined ? "" : `, the next at ${formatInstant(freeAt)}`}`;
  const list = shown.length === 0 ? "" : ` (${shown.join(", ")})`;
  return `${name} ${PHRASE_OF_OUTCOME[outcome]}${counts}${list}`;
}

const PHRASE_OF_OUTCOME: Readonly<Record<LinkTrace["outcome"], string>> = {
  chosen: "gave the number",
  not_reached: "was not tried",
  no_number: "had no number",
  all_at_limit: "had every number at a limit",
  all_used_before: "had only numbers free that were used before",
};

const PHRASE_OF_VERDICT: Readonly<Record<"chosen" | "free" | "used_before" | LimitName, string>> = {
  chosen: "chosen",
  free: "free",
  used_before: "used before",
  "calls-per-day": "at its daily limit",
  "calls-per-hour": "at its hourly limit",
  "min-gap": "called from a moment ago",
  "concurrent-calls": "busy with calls",
  "warm-up": "at its warm-up limit",
  resting: "resting after failed calls",
  quarantined: "in quarantine",
};
