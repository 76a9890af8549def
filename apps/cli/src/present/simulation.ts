import type { LimitName, LinkStep } from "@dialpool/pool-strategies";
import type { NumberLoad, Sizing, UncoveredArea } from "@dialpool/pool-strategies/simulate";
import type { SimulateData } from "../commands/simulate.js";
import { bar } from "./bars.js";
import { cleanText } from "./clean-text.js";
import { fields } from "./fields.js";
import { NAME_OF_LIMIT, PHRASE_OF_REFUSAL } from "./limits.js";
import { PHRASE_OF_STEP } from "./selection.js";
import { skippedRows } from "./skipped-rows.js";
import type { Style } from "./style.js";
import { duration, instant, percent, plural } from "./words.js";

/** Rows of a table before the rest is only counted. */
const MAX_ROWS = 20;
const MAX_AREAS = 15;
const HOUR_MS = 3_600_000;
/** Steps, the closest first. */
const CLOSENESS = Object.keys(PHRASE_OF_STEP);

/** The text of `simulate`. */
export function presentSimulation(data: SimulateData, style: Style): string {
  const parts = [
    skippedRows(data, style),
    heading(data, style),
    summary(data, style),
    refusals(data, style),
    match(data, style),
    numbers(data, style),
    hours(data, style),
    uncovered(data, style),
    sizing(data, style),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function heading(data: SimulateData, style: Style): string {
  const { calls, contacts, source, poolName, sizing: size, startAt, endAt } = data;
  const what = `${plural(calls, "call")} to ${plural(contacts, "contact")} of ${source}`;
  const from = `from the ${plural(size.poolSize, "number")} of ${cleanText(poolName)}`;
  return `${style.bold(`${what} ${from}`)}, in ${duration(endAt - startAt)}. Nobody was called.`;
}

function summary(data: SimulateData, style: Style): string {
  const { startAt, endAt, peak, waits, stalledMs, affinity, outcomes, calls, passedOver } = data;
  const kept = affinity.kept + affinity.gone + affinity.at_limit + affinity.fresh;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["From (UTC)", `${utc(startAt)} to ${utc(endAt)}`],
    [
      "Peak",
      `${plural(peak.callsAtOnce, "call")} at once, ${plural(peak.startsPerMinute, "start")} a minute`,
    ],
    ["Answered", `${outcomes.answered} (${percent(outcomes.answered, calls)}, assumed)`],
    [
      "Waits",
      waits.contacts === 0
        ? "none"
        : `${plural(waits.contacts, "contact")} waited for a number, ${duration(waits.totalMs / waits.contacts)} on average, ${duration(waits.longestMs)} at most`,
    ],
    ["Stalled", stalledMs === 0 ? undefined : `${duration(stalledMs)} in which nobody could be called`],
    [
      "At a limit",
      passedOver === 0
        ? undefined
        : `${plural(passedOver, "call")} came from farther away, for closer numbers were at a limit`,
    ],
    [
      "Called before",
      kept === 0
        ? undefined
        : `${affinity.kept} kept their number, ${affinity.at_limit} found it at a limit, ${affinity.gone} found it gone, ${affinity.fresh} got a fresh one`,
    ],
  ];
  return fields(rows, style);
}

function refusals({ refusals: list, refused, dropped, contacts }: SimulateData, style: Style): string {
  if (refused + dropped === 0) return "";
  const head = style.bad(`${refused + dropped} of ${plural(contacts, "contact")} would not be called.`);
  const rows = list
    .filter(({ final }) => final > 0)
    .map(({ code, final }) => `  ${final}: ${PHRASE_OF_REFUSAL[code]}`);
  const why = dropped > 0 ? [`${dropped} of them would have had to wait too long (--max-wait).`] : [];
  return [head, ...rows, ...why].join("\n");
}

function match({ match: steps }: SimulateData, style: Style): string {
  const rows = steps.map(({ step, calls, share }) => [
    PHRASE_OF_STEP[step],
    calls,
    percent(share, 1),
    bar(share),
  ]);
  return rows.length === 0 ? "" : style.table(["Match", "Calls", "Share", ""], rows);
}

function numbers({ numbers: loads, calls }: SimulateData, style: Style): string {
  const busiest = [...loads].sort((a, b) => b.calls - a.calls || (a.slug < b.slug ? -1 : 1));
  const most = busiest[0]?.calls ?? 0;
  const rows = busiest
    .slice(0, MAX_ROWS)
    .map((load) => [
      load.number,
      load.calls,
      percent(load.calls, calls),
      Math.max(0, ...load.callsByHour),
      load.peak.startsPerMinute,
      load.peak.callsAtOnce,
      noteOf(load) ?? bar(most === 0 ? 0 : load.calls / most),
    ]);
  if (rows.length === 0) return "";
  const table = style.table(["Number", "Calls", "Share", "Most an hour", "a minute", "at once", ""], rows);
  const rest = busiest.slice(MAX_ROWS);
  if (rest.length === 0) return table;
  const theirs = rest.reduce((sum, load) => sum + load.calls, 0);
  return `${table}\n… and ${rest.length} more with ${plural(theirs, "call")} (--json lists them all)`;
}

function noteOf({ quarantinedUntil }: NumberLoad): string | undefined {
  if (quarantinedUntil === undefined) return undefined;
  return quarantinedUntil === null ? "in quarantine" : `in quarantine until ${utc(quarantinedUntil)}`;
}

/** By the hour for up to a day, else by the day. */
function hours({ callsByHour, startAt }: SimulateData, style: Style): string {
  if (callsByHour.length < 2) return "";
  const perRow = callsByHour.length <= 24 ? 1 : 24;
  const counts = Array.from({ length: Math.ceil(callsByHour.length / perRow) }, (_, row) =>
    callsByHour.slice(row * perRow, (row + 1) * perRow).reduce((sum, calls) => sum + calls, 0),
  );
  const most = Math.max(...counts);
  const rows = counts
    .slice(0, 2 * MAX_ROWS)
    .map((calls, row) => [utc(startAt + row * perRow * HOUR_MS), calls, bar(calls / most)]);
  const table = style.table([perRow === 1 ? "Hour from (UTC)" : "Day from (UTC)", "Calls", ""], rows);
  const rest = counts.length - rows.length;
  return rest > 0 ? `${table}\n… and ${rest} more` : table;
}

function uncovered({ coverage, contacts }: SimulateData, style: Style): string {
  const { areas, uncovered: list, coveredContacts } = coverage;
  if (list.length === 0) return "";
  const without = contacts - coveredContacts;
  const head = `${plural(list.length, "area")} of ${areas} without a number of the pool, with ${percent(without, contacts)} of the contacts`;
  const rows = list
    .slice(0, MAX_AREAS)
    .map((area) => [areaText(area), area.contacts, servedBy(area.steps, area.contacts)]);
  const table = style.table(["Area", "Contacts", "Called from"], rows);
  const rest = list.length - rows.length;
  return `${style.bold(head)}\n${table}${rest > 0 ? `\n… and ${rest} more (--json lists them all)` : ""}`;
}

function areaText({ area, country, regions }: UncoveredArea): string {
  if (area === "") return "nowhere (toll-free and the like)";
  const where = regions?.join(", ") ?? country ?? "";
  return where === "" || where === area ? area : `${area} (${where})`;
}

function servedBy(steps: Readonly<Partial<Record<LinkStep, number>>>, contacts: number): string {
  const counts = Object.entries(steps) as [LinkStep, number][];
  const called = counts.reduce((sum, [, calls]) => sum + calls, 0);
  const parts = counts
    .sort(([a, more], [b, less]) => less - more || CLOSENESS.indexOf(a) - CLOSENESS.indexOf(b))
    .map(([step, calls]) =>
      called === calls && called === contacts ? PHRASE_OF_STEP[step] : `${PHRASE_OF_STEP[step]} ${calls}`,
    );
  if (called < contacts) parts.push(`not called ${contacts - called}`);
  return parts.join(", ");
}

function sizing({ sizing: size }: SimulateData, style: Style): string {
  const { callsPerDay, poolSize, capacityPerDay, needs, numbersForLocalPresence, boundBy } = size;
  const capacity = capacityPerDay === null ? "any number of" : String(capacityPerDay);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Pool", `${plural(poolSize, "number")}, which may carry ${capacity} calls a day`],
    ["Needed", `${needText(size)} for ${plural(callsPerDay, "call")} a day`],
    [
      "All local",
      numbersForLocalPresence === null
        ? undefined
        : `${plural(numbersForLocalPresence, "number")} to call every area of the list from its own`,
    ],
    [
      "Held up by",
      boundBy.length === 0
        ? undefined
        : boundBy
            .map(({ limit, contacts }) => `${NAME_OF_LIMIT[limit]} (${plural(contacts, "contact")})`)
            .join(", "),
    ],
  ];
  const text = fields(rows, style);
  const most = mostOf(needs);
  if (most === null) return `${text}\n${style.bad("A limit of 0 lets nobody call: no pool would do.")}`;
  if (most.numbers <= poolSize) return text;
  const missing = plural(most.numbers - poolSize, "number");
  return `${text}\n${style.bad(`The pool is ${missing} short, by its limit of ${NAME_OF_LIMIT[most.limit]}.`)}`;
}

function needText({ needs }: Sizing): string {
  if (needs.length === 0) return "no limit asks for more than one number";
  return needs
    .map(({ limit, numbers: count }) => `${count ?? "no pool would do"} by ${NAME_OF_LIMIT[limit]}`)
    .join(", ");
}

/** The limit that asks for the most numbers; `null` if no pool would do. */
function mostOf(needs: Sizing["needs"]): { readonly limit: LimitName; readonly numbers: number } | null {
  let most: { limit: LimitName; numbers: number } = { limit: "calls-per-day", numbers: 0 };
  for (const { limit, numbers: count } of needs) {
    if (count === null) return null;
    if (count > most.numbers) most = { limit, numbers: count };
  }
  return most;
}

function utc(at: number): string {
  return instant(new Date(at).toISOString());
}
