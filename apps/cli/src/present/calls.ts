import type { CallsListData } from "../commands/calls/list.js";
import type { CallShowData } from "../commands/calls/show.js";
import { cleanText } from "./clean-text.js";
import { fields } from "./fields.js";
import type { Style } from "./style.js";
import { instant, plural } from "./words.js";

/** The text of `calls list`. */
export function presentCalls({ calls, isCut }: CallsListData, style: Style): string {
  if (calls.length === 0) return "No calls.";
  const table = style.table(
    ["Started (UTC)", "Status", "From", "To", "Seconds", "Call"],
    calls.map(({ startedAt, status, callerId, callee, durationSeconds, callId }) => [
      instant(startedAt),
      status ?? "–",
      callerId ?? "–",
      callee ?? "–",
      durationSeconds ?? "–",
      callId,
    ]),
  );
  return isCut
    ? `${table}\n\n${style.dim(`The first ${plural(calls.length, "call")}; --limit shows more.`)}`
    : table;
}

/** The text of `calls show`. */
export function presentCallRecord(call: CallShowData, style: Style): string {
  const { recording_url: recording, transcript } = call.record;
  const about = fields(
    [
      ["Call", call.callId],
      ["Status", call.status ?? "not shown"],
      ["From", call.callerId ?? "not shown"],
      ["To", call.callee ?? "not shown"],
      ["Name", call.name ?? undefined],
      ["Started (UTC)", instant(call.startedAt)],
      ["Duration", call.durationSeconds === null ? undefined : `${call.durationSeconds} s`],
      ["Ended by", call.endReason ?? undefined],
      ["Error", call.error ?? undefined],
      ["Recording", recording || undefined],
    ],
    style,
  );
  if (!transcript) return about;
  const lines = transcript
    .trim()
    .split("\n")
    .map((line) => `  ${cleanText(line)}`);
  return [about, "", style.bold("Transcript"), ...lines].join("\n");
}
