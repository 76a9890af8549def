import type { Reasons, SkippedLink } from "@dialpool/pool-strategies";
import type { SelectData } from "../commands/select.js";
import type { CallerIdChoice } from "../selection/choose-caller-id.js";
import { fields } from "./fields.js";
import type { Style } from "./style.js";
import { plural } from "./words.js";

/** The text of `select`. */
export function presentSelection(data: SelectData, style: Style): string {
  const choice = choiceFields(data);
  const details = data.explain && data.reasons !== null ? reasonFields(data.reasons) : [];
  return fields([["Agent", data.agentName], ["Callee", data.callee], ...choice, ...details], style);
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

function reasonFields({
  affinity,
  previous,
  link,
  order,
  skipped,
}: Reasons): readonly (readonly [string, string])[] {
  return [
    ["Affinity", previous === undefined ? affinity : `${affinity} (${previous})`],
    ...skipped.map(({ link: passed, reason, size }): [string, string] => [
      "Passed over",
      `${passed} (${plural(size, "number")}): ${PHRASE_OF_SKIP[reason]}`,
    ]),
    ...(link === undefined ? [] : [["Link", link] as const]),
    ["Order", order],
  ];
}

const PHRASE_OF_SKIP: Readonly<Record<SkippedLink["reason"], string>> = {
  no_number: "the pool has none of that kind",
  all_at_limit: "all at their limit",
};
