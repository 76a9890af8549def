import type { VerifiedAttempt } from "../campaign/verify-results.js";
import type { VerifyData } from "../commands/verify.js";
import { callerIdTable } from "./campaign.js";
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

function differences({ attempts, extra }: VerifyData, style: Style): string {
  const odd = attempts.filter((attempt) => attempt.verdict !== "match");
  const lines = [
    ...odd.map((attempt) => `${style.bad(`line ${attempt.line}`)}: ${describe(attempt)}`),
    ...extra.map(
      ({ phone, attempts: tried, records }) =>
        `${style.bad(phone)}: ${plural(records, "call record")} for ${plural(tried, "attempt")} in this file`,
    ),
  ];
  const rest = lines.length - MAX_SHOWN;
  return [
    ...lines.slice(0, MAX_SHOWN),
    ...(rest > 0 ? [`… and ${rest} more (--json lists them all)`] : []),
  ].join("\n");
}

function describe({ verdict, selected, used, callId, candidates = [] }: VerifiedAttempt): string {
  switch (verdict) {
    case "match":
      return `${selected} was used, as selected`;
    case "different":
      return `${selected} was selected, and call ${callId} used ${used}`;
    case "not_shown":
      return `the record of call ${callId} does not show which number was used`;
    case "missing":
      return `there is no record of call ${callId} (yet)`;
    case "unknown":
      return candidates.length === 0
        ? "the outcome is unknown, and no call record fits it (yet)"
        : `the outcome is unknown; it may have become call ${candidates.join(" or ")}`;
  }
}

function verdict(data: VerifyData, style: Style): string {
  const { checked, match, different, notShown, missing, unknown, extra } = data;
  if (checked === 0) return "This results file holds no call to verify.";
  if (match === checked && extra.length === 0)
    return style.good(`all ${plural(checked, "call")} used the selected caller ID`);
  const counts = [
    [match, "used the selected caller ID"],
    [different, "used another one"],
    [notShown, "do not show their number"],
    [missing, "without a record yet"],
    [unknown, "of unknown outcome"],
    [extra.length, "contacts with calls that this file does not hold"],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return style.bold(`Of ${plural(checked, "call")}: ${said.join(", ")}.`);
}
