import { instantToText } from "./instant.js";
import type { Choice, OrderName, Refusal, SkippedLink } from "./types.js";

/** How `explain` writes. */
export interface ExplainOptions {
  /** Writes an instant given as epoch ms. Default: ISO 8601 in UTC, to the second. */
  readonly formatInstant?: (epochMs: number) => string;
}

/**
 * Says in one sentence why a number was chosen, or why none was.
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
  return outcome.ok ? explainChoice(outcome) : explainRefusal(outcome, formatInstant);
}

function explainChoice({ callerId, reasons: { affinity, previous, link, order, skipped } }: Choice): string {
  if (affinity === "kept" || link === undefined) return `${callerId}: the callee was called from it before.`;
  const because = `${callerId}: ${phraseOfLink(link)}, ${PHRASE_OF_ORDER[order]}`;
  const notes = skipped.map(phraseOfSkipped);
  if (affinity === "gone")
    notes.unshift(`the callee's earlier number (${previous}) may not be used for this call`);
  if (affinity === "at_limit") notes.unshift(`the callee's earlier number (${previous}) is at its limit`);
  return `${[because, ...notes].join("; ")}.`;
}

function explainRefusal(
  { code, retryAt, reasons: { skipped } }: Refusal,
  formatInstant: (ms: number) => string,
): string {
  const notes =
    skipped.length === 0
      ? "the callee belongs to no place that the policy names"
      : skipped.map(phraseOfSkipped).join("; ");
  switch (code) {
    case "pool_empty":
      return "No number to call from: the pool is empty.";
    case "no_match":
      return `No number of the pool fits this call: ${notes}.`;
    case "exhausted":
      return retryAt === undefined
        ? `No number may be used, and waiting does not help: ${notes}.`
        : `No number may be used before ${formatInstant(retryAt)}: ${notes}.`;
    default:
      return code satisfies never;
  }
}

const PHRASE_OF_ORDER: Readonly<Record<OrderName, string>> = {
  "round-robin": "its turn under round-robin",
  "weighted-round-robin": "its turn under weighted round-robin",
  random: "drawn at random",
  "least-recently-used": "the least recently used",
};

function phraseOfLink(link: string): string {
  const level = link.slice(link.lastIndexOf("/") + 1);
  if (level.startsWith("ac:")) return `same area code as the callee (${link})`;
  if (level.startsWith("country:")) return `same country as the callee (${link})`;
  return link === "any" ? "any number of the pool" : `any number for this call (${link})`;
}

function phraseOfSkipped({ link, reason, size }: SkippedLink): string {
  switch (reason) {
    case "no_number":
      return `${link} had no number`;
    case "all_at_limit":
      return size === 1
        ? `the only number of ${link} was at its limit`
        : `all ${size} numbers of ${link} were at their limit`;
    default:
      return reason satisfies never;
  }
}
