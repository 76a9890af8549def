import type { CallerIdVerdict } from "../calls/call-summary.js";
import type { CallData } from "../commands/call.js";
import { fields } from "./fields.js";
import { choiceFields } from "./selection.js";
import type { Style } from "./style.js";
import { tagsText } from "./words.js";

/** The text of `call`. */
export function presentCall(data: CallData, style: Style): string {
  const { agentName, name, callee, variables, selection } = data;
  const plan = fields(
    [
      ["Agent", agentName],
      ["Callee", `${callee} (${name})`],
      ["Variables", Object.keys(variables).length === 0 ? undefined : tagsText(variables)],
      ...choiceFields(selection),
      ...(data.outcome === "placed" ? placedFields(data) : []),
    ],
    style,
  );
  return `${plan}\n\n${closing(data, style)}`;
}

type PlacedCall = Extract<CallData, { readonly outcome: "placed" }>;

function placedFields({ callId, waited }: PlacedCall): readonly (readonly [string, string | undefined])[] {
  const record = waited?.record ?? undefined;
  const seconds = record?.durationSeconds;
  return [
    ["Call", callId],
    ["Status", record === undefined ? undefined : (record.status ?? "not shown")],
    ["Duration", typeof seconds === "number" ? `${seconds} s` : undefined],
    ["Ended by", record?.endReason ?? undefined],
    ["Error", record?.error ?? undefined],
    ["Number used", record?.callerId ?? undefined],
  ];
}

function closing(data: CallData, style: Style): string {
  switch (data.outcome) {
    case "refused":
      return style.bad(
        data.selection.retryAt === null ? "Nobody was called." : "Nobody was called. Try again then.",
      );
    case "planned":
      return style.bold("Dry run: nothing was dialled.");
    case "placed":
      return data.waited === undefined
        ? `${style.good("The call was placed.")} See how it went: dialpool calls show ${data.callId}`
        : closingOfWaiting(data.callId, data.waited, style);
    default:
      return data satisfies never;
  }
}

function closingOfWaiting(
  callId: string,
  { state, verdict }: NonNullable<PlacedCall["waited"]>,
  style: Style,
): string {
  const checked = VERDICTS[verdict];
  const said = verdict === "match" ? style.good(checked) : style.bad(checked);
  if (state === "ended") return said;
  const why =
    state === "interrupted"
      ? "Interrupted: the call goes on."
      : "The call was placed, and its end could not be read.";
  return `${why} See how it went: dialpool calls show ${callId}`;
}

const VERDICTS: Readonly<Record<CallerIdVerdict, string>> = {
  match: "The call used the selected number.",
  different: "The call used another number than the selected one.",
  not_shown: "The call record does not show which number was used.",
};
