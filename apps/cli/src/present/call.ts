import type { CallData, WaitedCall } from "../calls/call-outcome.js";
import type { CallerIdVerdict } from "../calls/call-summary.js";
import { shortName } from "../campaign/campaign-name.js";
import { cleanText } from "./clean-text.js";
import { fields } from "./fields.js";
import { choiceFields } from "./selection.js";
import type { Style } from "./style.js";
import { instant, plural, tagsText } from "./words.js";

/** The text of `call`. */
export function presentCall(data: CallData, style: Style): string {
  const { agentName, name, callee, variables } = data;
  const plan = fields(
    [
      ["Agent", agentName],
      ["Callee", `${callee} (${name})`],
      ["Variables", Object.keys(variables).length === 0 ? undefined : tagsText(variables)],
      ...("selection" in data ? choiceFields(data.selection) : []),
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
    case "unknown":
      return style.bad(closingOfUnknown(data));
    case "callee_busy":
      return style.bad(`Nobody was called: ${whyBusy(data.open)}`);
    case "no_room":
      return style.bad(
        `Nobody was called: ${plural(data.concurrency, "call")} ${data.concurrency === 1 ? "is" : "are"} going on, as many as may be. Try again in a moment.`,
      );
    case "paced":
      return style.bad(
        `Nobody was called: the next call may start at ${instant(data.nextSlotAt)} UTC. Try again then.`,
      );
    case "placed":
      return data.waited === undefined
        ? `${style.good("The call was placed.")} See how it went: dialpool calls show ${data.callId}`
        : closingOfWaiting(data.callId, data.waited, style);
    default:
      return data satisfies never;
  }
}

function closingOfUnknown({
  reason,
  found,
  decidedFrom,
}: Extract<CallData, { readonly outcome: "unknown" }>): string {
  const said = `The call may have been placed: ${cleanText(reason)}`;
  if (found === "absent")
    return `${said}\nNo call record shows it: evidence, not proof. \`dialpool campaign reconcile\` looks again.`;
  if (found === "unclear")
    return `${said}\nSeveral call records may be its: \`dialpool calls list\` shows them.`;
  return `${said}\nIt is not tried again. The next call looks for its record, and so does \`dialpool campaign reconcile\`, which decides from ${instant(decidedFrom)} UTC on.`;
}

/** Begins in the middle of a sentence, and ends it. */
function whyBusy({
  state,
  campaign,
  line,
  since,
  decidedFrom,
}: Extract<CallData, { readonly outcome: "callee_busy" }>["open"]): string {
  const by = campaign === null ? "" : ` by campaign ${cleanText(shortName(campaign))} (line ${line})`;
  if (state !== "unknown")
    return `a call to them${by} began at ${instant(since)} UTC and has not ended. Try again when it has.`;
  return `a call to them${by} at ${instant(since)} UTC may have been placed, and its record is looked for. \`dialpool campaign reconcile\` decides from ${instant(decidedFrom)} UTC on.`;
}

function closingOfWaiting(callId: string, { state, verdict }: WaitedCall, style: Style): string {
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
