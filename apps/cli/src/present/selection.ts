import type { Reasons } from "@dialpool/pool-strategies";
import type { SelectData, TriedLink } from "../commands/select.js";
import type { CallerIdChoice } from "../selection/choose-caller-id.js";
import { fields } from "./fields.js";
import type { Style } from "./style.js";
import { plural } from "./words.js";

/** The text of `select`. */
export function presentSelection(data: SelectData, style: Style): string {
  const { agentName, callee, chain, reasons } = data;
  const details = chain === undefined || reasons === null ? [] : detailFields(chain, reasons);
  return fields([["Agent", agentName], ["Callee", callee], ...choiceFields(data), ...details], style);
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

function detailFields(
  chain: readonly TriedLink[],
  { affinity, previous, order }: Reasons,
): readonly (readonly [string, string])[] {
  return [
    ["Affinity", previous === undefined ? affinity : `${affinity} (${previous})`],
    ...chain.map(({ link, outcome, size }): [string, string] => [
      "Link",
      `${link}${size === null ? "" : ` (${plural(size, "number")})`}: ${PHRASE_OF_OUTCOME[outcome]}`,
    ]),
    ["Order", order],
  ];
}

const PHRASE_OF_OUTCOME: Readonly<Record<TriedLink["outcome"], string>> = {
  chosen: "chosen from here",
  no_number: "the pool has none of that kind",
  all_at_limit: "all at their limit",
};
