import type { PoolAttachData } from "../commands/pool/attach.js";
import type { PoolDetachData } from "../commands/pool/detach.js";
import type { PoolNumberSummary, PoolShowData } from "../commands/pool/show.js";
import { cleanText } from "./clean-text.js";
import { PHRASE_OF_LIMIT } from "./limits.js";
import type { Style } from "./style.js";
import { instant, plural, tagsText } from "./words.js";

/** The text of `pool show`. Columns in which no number has anything are left out. */
export function presentPool({ agentName, numbers, notAttached, advice }: PoolShowData, style: Style): string {
  if (numbers.length === 0) return `The pool of ${cleanText(agentName)} is empty. ${advice ?? ""}`;
  const columns = COLUMNS.filter(({ isShown }) => isShown === undefined || numbers.some(isShown));
  const table = style.table(
    columns.map(({ head }) => head),
    numbers.map((number) => columns.map(({ cell }) => cell(number))),
  );
  const head = `${style.bold(cleanText(agentName))}: ${plural(numbers.length, "number")}`;
  const missing = notAttached.map((number) => `${style.bad(number)} is configured and not attached.`);
  return [head, "", table, ...(missing.length === 0 ? [] : ["", ...missing])].join("\n");
}

const COLUMNS: readonly {
  readonly head: string;
  readonly cell: (number: PoolNumberSummary) => string | number;
  readonly isShown?: (number: PoolNumberSummary) => boolean;
}[] = [
  { head: "Number", cell: ({ number }) => number },
  { head: "Slug", cell: ({ slug }) => slug },
  { head: "SID", cell: ({ sid }) => sid ?? "custom" },
  { head: "Area", cell: ({ areaCode }) => areaCode ?? "–" },
  { head: "Country", cell: ({ country }) => country ?? "–" },
  { head: "Tags", cell: ({ tags }) => tagsText(tags), isShown: ({ tags }) => Object.keys(tags).length > 0 },
  { head: "Weight", cell: ({ weight }) => weight, isShown: ({ weight }) => weight !== 1 },
  { head: "Tier", cell: ({ tier }) => tier, isShown: ({ tier }) => tier !== 1 },
  {
    head: "Active since",
    cell: ({ activeSince }) => activeSince?.slice(0, 10) ?? "–",
    isShown: ({ activeSince }) => activeSince !== null,
  },
  {
    head: "Limit",
    cell: ({ limits }) => (limits.maxCallsPerDay === null ? "none" : (limits.maxCallsPerDay ?? "–")),
    isShown: ({ limits }) => limits.maxCallsPerDay !== undefined,
  },
  {
    head: "Calls 24 h",
    cell: ({ callsInDay }) => callsInDay ?? "–",
    isShown: ({ callsInDay }) => callsInDay !== null,
  },
  {
    head: "Last used (UTC)",
    cell: ({ lastUsedAt }) => instant(lastUsedAt),
    isShown: ({ callsInDay }) => callsInDay !== null,
  },
  {
    head: "Now",
    cell: ({ atLimits }) =>
      atLimits.length === 0 ? "free" : atLimits.map((limit) => PHRASE_OF_LIMIT[limit]).join(", "),
    isShown: ({ atLimits }) => atLimits.length > 0,
  },
  {
    head: "Free again (UTC)",
    cell: ({ atLimits, freeAt }) => (atLimits.length > 0 && freeAt === null ? "never" : instant(freeAt)),
    isShown: ({ atLimits }) => atLimits.length > 0,
  },
];

/** The text of `pool attach`. */
export function presentAttach(data: PoolAttachData, style: Style): string {
  const lines = [
    ...data.added.map((number) => `${style.good("+")} ${number} added`),
    ...data.alreadyAttached.map((number) => `  ${number} was there already`),
    ...data.missing.map(
      (number) => `${style.bad("!")} ${number} is still not attached, though the API said ok`,
    ),
  ];
  return [...lines, poolSize(data)].join("\n");
}

/** The text of `pool detach`. */
export function presentDetach(data: PoolDetachData, style: Style): string {
  const lines = data.results.map(({ number, outcome, reason }) => {
    switch (outcome) {
      case "detached":
        return `${style.good("-")} ${number} detached`;
      case "failed":
        return `${style.bad("!")} ${number} was not detached: ${cleanText(reason ?? "")}`;
      case "not_tried":
        return `${style.bad("!")} ${number} was not tried: ${reason}`;
      default:
        return outcome satisfies never;
    }
  });
  return [...lines, poolSize(data)].join("\n");
}

function poolSize({ agentName, poolSize: size }: PoolAttachData | PoolDetachData): string {
  return `The pool of ${cleanText(agentName)} has ${size === 0 ? "no numbers" : plural(size, "number")} now.`;
}
