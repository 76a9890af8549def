import type { OddCall, VerifyData } from "../commands/verify.js";
import { callerIdTable } from "./caller-ids.js";
import { cleanText } from "./clean-text.js";
import type { Style } from "./style.js";
import { plural } from "./words.js";

/** Differences shown one by one before the rest is only counted. */
const MAX_SHOWN = 20;

/** The text of `verify`. */
export function presentVerification(data: VerifyData, style: Style): string {
  const parts = [differences(data, style)];
  if (data.callerIds.length > 0) parts.push(callerIdTable(data.callerIds, style));
  parts.push(verdict(data, style));
  return parts.filter((part) => part !== "").join("\n\n");
}

function differences({ different, withoutRecord, unknownCalls }: VerifyData, style: Style): string {
  const lines = [
    ...different.map((call) => `${whose(call, style)}: ${describe(call)}`),
    ...withoutRecord.map((call) => `${whose(call, style)}: there is no record of call ${call.callId} (yet)`),
    ...unknownCalls.map(
      ({ callId, agentId }) =>
        `${style.bad(`call ${callId}`)}: the agent ${agentId} placed it, and no attempt of this file is known to be it`,
    ),
  ].map(cleanText);
  const rest = lines.length - MAX_SHOWN;
  return [
    ...lines.slice(0, MAX_SHOWN),
    ...(rest > 0 ? [`… and ${rest} more (--json lists them all)`] : []),
  ].join("\n");
}

function whose({ line, callee }: OddCall, style: Style): string {
  return style.bad(line === null ? callee : `line ${line}`);
}

function describe({ callId, differences: fields }: OddCall): string {
  return fields
    .map(({ field, asked, shown }) =>
      field === "callerId"
        ? `${asked} was selected, and call ${callId} used ${shown || "one that its record does not show"}`
        : `${asked} was to be called, and call ${callId} went to ${shown || "somebody its record does not show"}`,
    )
    .join("; ");
}

/** The last line; when all is well it is the same as ever: scripts look for it. */
function verdict(data: VerifyData, style: Style): string {
  const { checked, match, different, withoutRecord, unknownCalls, undecided } = data;
  if (checked === match && undecided === 0 && unknownCalls.length === 0) {
    if (checked === 0) return "No call was placed, so there is nothing to compare.";
    return style.good(
      checked === 1
        ? "the one call used the selected caller ID"
        : `all ${checked} calls used the selected caller ID`,
    );
  }
  const parts = [
    [match, "as they were asked for"],
    [different.length, "not as they were asked for"],
    [withoutRecord.length, "without a record yet"],
  ] as const;
  const counts = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const sentence = `Of ${plural(checked, "call")}: ${counts.length === 0 ? "nothing to compare" : counts.join(", ")}.`;
  return [
    different.length + unknownCalls.length > 0 ? style.bad(sentence) : style.bold(sentence),
    ...(undecided === 0
      ? []
      : [
          `Of ${plural(undecided, "attempt")} nobody knows whether a call was placed: dialpool campaign reconcile`,
        ]),
    ...(unknownCalls.length === 0
      ? []
      : [`${plural(unknownCalls.length, "call")} of the same agents came from elsewhere.`]),
  ].join("\n");
}
