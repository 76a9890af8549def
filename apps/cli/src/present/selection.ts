import type { AffinityOutcome, LinkStep } from "@dialpool/pool-strategies";
import type { ExplainedLink, ExplainedNumber, SelectData } from "../commands/select.js";
import type { CallerIdChoice } from "../selection/choose-caller-id.js";
import { fields } from "./fields.js";
import { PHRASE_OF_LIMIT } from "./limits.js";
import type { Style } from "./style.js";
import { instant, plural } from "./words.js";

/** The text of `select`. */
export function presentSelection(data: SelectData, style: Style): string {
  const { agentName, callee, chain } = data;
  const head: readonly (readonly [string, string])[] = [
    ["Agent", agentName],
    ["Callee", callee],
    ...choiceFields(data),
  ];
  if (chain === undefined) return fields(head, style);
  const text = fields([...head, ...reasonFields(data)], style);
  return chain.length === 0 ? text : `${text}\n\n${chainText(chain, style)}`;
}

/** The lines that say which number it is and why, or why there is none. */
export function choiceFields(choice: CallerIdChoice): readonly (readonly [string, string])[] {
  if (!choice.ok)
    return [
      ["Caller ID", "none"],
      ["Why", choice.explanation],
    ];
  return [
    ["Caller ID", choice.callerId],
    ["Why", reasonOf(choice.callerId, choice.explanation)],
  ];
}

/** `explain` begins with the number, which stands on its own line already. */
function reasonOf(callerId: string, explanation: string): string {
  const start = `${callerId}: `;
  return explanation.startsWith(start) ? explanation.slice(start.length) : explanation;
}

function reasonFields({ reasons }: SelectData): readonly (readonly [string, string])[] {
  if (reasons === null) return [];
  const { affinity, previous, order } = reasons;
  const earlier = previous === undefined ? "" : ` (${previous})`;
  return [
    ["Affinity", `${PHRASE_OF_AFFINITY[affinity]}${earlier}`],
    ["Order", order],
  ];
}

/** What became of the callee's earlier number. */
const PHRASE_OF_AFFINITY: Readonly<Record<AffinityOutcome, string>> = {
  none: "none",
  kept: "kept",
  gone: "earlier number gone, or not for this call",
  at_limit: "earlier number at a limit",
  fresh: "earlier numbers passed over",
};

function chainText(chain: readonly ExplainedLink[], style: Style): string {
  const rows = chain.flatMap((link) => [
    [link.link, PHRASE_OF_STEP[link.step], linkPhrase(link)],
    ...(link.outcome === "not_reached" ? [] : numberRows(link)),
  ]);
  return style.table(["Link", "Step", "What was seen"], rows);
}

function numberRows({ numbers, size }: ExplainedLink): readonly (readonly string[])[] {
  const rows = numbers.map((number) => [`  ${number.number}`, "", numberPhrase(number)]);
  const rest = size - numbers.length;
  return rest > 0 ? [...rows, [`  … ${rest} more`, "", ""]] : rows;
}

function linkPhrase({ outcome, size, free, freeAt }: ExplainedLink): string {
  const count = size === 1 ? "its only number" : `${free} of ${plural(size, "number")}`;
  const next = freeAt === null ? "" : `; the next is free at ${instant(freeAt)} UTC`;
  switch (outcome) {
    case "chosen":
      return `chosen from here: ${count} free${next}`;
    case "not_reached":
      return size === 0
        ? "not reached, and empty"
        : `not reached: ${count}${size === 1 && free === 0 ? " not" : ""} free`;
    case "no_number":
      return "the pool has no such number";
    case "all_at_limit":
      return `${size === 1 ? "its only number is" : `all ${size} numbers are`} at a limit${next}`;
    case "all_used_before":
      return "those that are free were used for this callee before";
    default:
      return outcome satisfies never;
  }
}

function numberPhrase({ verdict, freeAt }: ExplainedNumber): string {
  const from = freeAt === null ? "" : `, free at ${instant(freeAt)} UTC`;
  switch (verdict) {
    case "chosen":
      return `chosen${from === "" ? "" : ` beyond a limit${from}`}`;
    case "free":
      return "free";
    case "used_before":
      return "used for this callee before";
    default:
      return `${PHRASE_OF_LIMIT[verdict]}${from}`;
  }
}

/** How a step of the route reads. */
export const PHRASE_OF_STEP: Readonly<Record<LinkStep, string>> = {
  rule: "rule",
  "area-code": "area code",
  overlay: "overlay",
  near: "near",
  region: "region",
  country: "country",
  any: "any",
  custom: "custom",
};
