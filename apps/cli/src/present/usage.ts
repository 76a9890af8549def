import type { UsageData, UsageRow } from "../commands/usage.js";
import { PHRASE_OF_LIMIT } from "./limits.js";
import type { Style } from "./style.js";
import { instant, plural } from "./words.js";

/** The text of `usage`. Columns in which no number has anything are left out. */
export function presentUsage({ store, pools }: UsageData, style: Style): string {
  return [...pools.map((pool) => poolText(pool, style)), style.dim(`Pool state: ${store}`)].join("\n\n");
}

function poolText({ agentId, numbers }: UsageData["pools"][number], style: Style): string {
  const free = numbers.filter(({ atLimits }) => atLimits.length === 0).length;
  const head = `${style.bold(`Agent ${agentId}`)}: ${plural(numbers.length, "number")}, ${free} free`;
  if (numbers.length === 0) return head;
  const columns = COLUMNS.filter(({ isShown }) => isShown === undefined || numbers.some(isShown));
  const table = style.table(
    columns.map(({ head }) => head),
    numbers.map((number) => columns.map(({ cell }) => cell(number))),
  );
  return `${head}\n\n${table}`;
}

const COLUMNS: readonly {
  readonly head: string;
  readonly cell: (row: UsageRow) => string | number;
  readonly isShown?: (row: UsageRow) => boolean;
}[] = [
  { head: "Number", cell: ({ number }) => number },
  { head: "Slug", cell: ({ slug }) => slug, isShown: ({ number, slug }) => number !== `+${slug}` },
  { head: "24 h", cell: ({ callsInDay }) => callsInDay },
  { head: "1 h", cell: ({ callsInHour }) => callsInHour },
  { head: "In flight", cell: ({ inFlight }) => inFlight },
  { head: "Last used (UTC)", cell: ({ lastUsedAt }) => instant(lastUsedAt) },
  {
    head: "Failures in a row",
    cell: ({ failuresInRow }) => failuresInRow,
    isShown: ({ failuresInRow }) => failuresInRow > 0,
  },
  { head: "Now", cell: stateOf },
  {
    head: "Free at (UTC)",
    cell: ({ atLimits, freeAt }) => (atLimits.length > 0 && freeAt === null ? "never" : instant(freeAt)),
    isShown: ({ atLimits }) => atLimits.length > 0,
  },
];

function stateOf({ atLimits, quarantine }: UsageRow): string {
  if (atLimits.length === 0) return "free";
  return atLimits
    .map((limit) =>
      limit === "quarantined" && quarantine?.until === null
        ? "in quarantine until lifted"
        : PHRASE_OF_LIMIT[limit],
    )
    .join(", ");
}
