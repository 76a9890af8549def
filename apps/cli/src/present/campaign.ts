import type { CallerIdLoad } from "../campaign/area-match.js";
import type { CampaignReport, ReportedRow } from "../campaign/campaign-report.js";
import { PHRASE_OF_REFUSAL } from "./limits.js";
import type { Style } from "./style.js";
import { instant, percent, plural } from "./words.js";

/** Rows shown one by one before the rest is only counted. */
const MAX_ROWS_SHOWN = 20;

/** The text of `campaign run`. */
export function presentCampaignReport(report: CampaignReport, style: Style, show = { advice: true }): string {
  const parts = [skippedRows(report, style), report.dryRun ? dryRun(report, style) : outcome(report, style)];
  if (report.callerIds.length > 0) parts.push(callerIdTable(report.callerIds, style));
  if (!report.dryRun) parts.push(style.dim(`Results: ${report.resultsFile} (run ${report.run})`));
  if (!report.dryRun && show.advice) parts.push(advice(report));
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Caller IDs with their load and how well they matched. */
export function callerIdTable(loads: readonly CallerIdLoad[], style: Style): string {
  const calls = sum(loads, (load) => load.calls);
  const sameArea = sum(loads, (load) => load.sameArea);
  const sameCountry = sum(loads, (load) => load.sameCountry);
  const table = style.table(
    ["Caller ID", "Calls", "Same area", "Same country"],
    [
      ...loads.map((load) => [
        load.callerId,
        load.calls,
        percent(load.sameArea, load.calls),
        percent(load.sameCountry, load.calls),
      ]),
      [`${loads.length} in all`, calls, percent(sameArea, calls), percent(sameCountry, calls)],
    ],
  );
  return table;
}

/** Rows that cannot be called, by line. */
export function skippedRows(
  { invalid, duplicates }: Pick<CampaignReport, "invalid" | "duplicates">,
  style: Style,
): string {
  return [
    ...rowsOf("not called, invalid", invalid, style),
    ...rowsOf("not called, duplicate", duplicates, style),
  ].join("\n");
}

function rowsOf(what: string, rows: readonly ReportedRow[], style: Style): readonly string[] {
  const shown = rows
    .slice(0, MAX_ROWS_SHOWN)
    .map(({ line, reason }) => `${style.bad(`line ${line}`)}: ${what}: ${reason}`);
  const rest = rows.length - shown.length;
  return rest > 0 ? [...shown, `… and ${rest} more (--json lists them all)`] : shown;
}

function dryRun(report: CampaignReport, style: Style): string {
  const { contacts, source, rows } = report;
  return `${style.bold(`Would call ${plural(contacts, "contact")}`)} of ${source} (${plural(rows, "row")}). Nothing was dialled.`;
}

function outcome(report: CampaignReport, style: Style): string {
  const { placed, rejected, unknown, refused, notAttempted, contacts } = report;
  if (contacts === 0) return noContactsLeft(report);
  const isComplete = placed === contacts;
  const head = `${plural(placed, "call")} placed of ${plural(contacts, "contact")}`;
  const details = [
    [rejected, "rejected by the API"],
    [unknown, "of unknown outcome"],
    [refused, "without a usable caller ID"],
    [notAttempted, "not attempted"],
  ] as const;
  const rest = details.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const sentence = `${[head, ...rest].join(", ")}.`;
  const reasons = report.refusals.map(refusalLine).join("");
  const stopped = report.stopped === null ? "" : `\n${style.bad("Stopped early:")} ${report.stopped.message}`;
  return `${isComplete ? style.good(sentence) : style.bold(sentence)}${reasons}${stopped}`;
}

function refusalLine({ code, contacts, retryAt }: CampaignReport["refusals"][number]): string {
  const when =
    retryAt === null ? "waiting does not help" : `the first may be called at ${instant(retryAt)} UTC`;
  return `\n${contacts} without a caller ID: ${PHRASE_OF_REFUSAL[code]}; ${when}.`;
}

function noContactsLeft({ mode, source }: CampaignReport): string {
  if (mode === "resumed")
    return `Nobody of ${source} is left to call: everyone was called, or may have been.`;
  return `No row of ${source} can be called.`;
}

function advice({ unknown, placed, contacts, resultsFile }: CampaignReport): string {
  if (contacts === 0) return "";
  if (unknown > 0)
    return `See which calls of unknown outcome were placed after all: dialpool verify ${resultsFile}`;
  if (placed < contacts)
    return "Run the same command with --resume to call those who surely were not called.";
  return `Check the caller IDs against the call records: dialpool verify ${resultsFile}`;
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}
