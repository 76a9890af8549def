/**
 * Writes src/geo/generated/area-codes.ts from data/nanp-area-codes.csv.
 *
 *   node scripts/generate-area-codes.mjs           write
 *   node scripts/generate-area-codes.mjs --check   fail if the file is not up to date
 */
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../data/nanp-area-codes.csv", import.meta.url);
const target = new URL("../src/geo/generated/area-codes.ts", import.meta.url);
/** Date of the numbering administrator's report that the table follows. Change it with the table. */
const DATA_DATE = "2026-08-17";

const COLUMNS = [
  "npa",
  "country",
  "region",
  "overlay_group",
  "latitude",
  "longitude",
  "time_zones",
  "kind",
  "in_service",
  "sources",
];
const KINDS_WITHOUT_PLACE = new Set(["tollfree", "personal", "canada-nongeo", "premium", "other"]);

/** @returns {{ npa: string, country: string, kind: string }[]} */
function readRows() {
  const [header, ...lines] = readFileSync(source, "utf8").trimEnd().split(/\r?\n/);
  if (header !== COLUMNS.join(",")) throw new Error(`Unexpected columns: ${header}`);
  const rows = lines.map((line, index) => rowOf(line, index + 2));
  const seen = new Set();
  for (const { npa } of rows) {
    if (seen.has(npa)) throw new Error(`The area code ${npa} occurs twice.`);
    seen.add(npa);
  }
  return rows.sort((a, b) => a.npa.localeCompare(b.npa, "en"));
}

function rowOf(line, lineNumber) {
  const fail = (why) => {
    throw new Error(`Line ${lineNumber}: ${why}: ${line}`);
  };
  const cells = line.split(",");
  if (cells.length !== COLUMNS.length || line.includes('"')) fail(`not ${COLUMNS.length} plain cells`);
  const row = Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index]]));
  if (!/^[2-9]\d\d$/.test(row.npa)) fail("no area code");
  if (row.kind !== "geographic" && !KINDS_WITHOUT_PLACE.has(row.kind)) fail(`unknown kind "${row.kind}"`);
  if (row.kind === "geographic" && !/^[A-Z]{2}$/.test(row.country)) fail("a geographic code needs a country");
  if (!/^((\d{4}(-\d\d-\d\d)?)|planned.*|)$/.test(row.in_service))
    fail("in_service is neither a date nor planned");
  return row;
}

function sourceText(rows) {
  const byCountry = new Map();
  for (const { npa, country, kind } of rows) {
    if (kind === "geographic") byCountry.set(country, [...(byCountry.get(country) ?? []), npa]);
  }
  const countries = [...byCountry].sort(([a], [b]) => (a < b ? -1 : 1));
  const placeless = rows.filter(({ kind }) => kind !== "geographic").map(({ npa }) => npa);
  return `// Made by scripts/generate-area-codes.mjs from data/nanp-area-codes.csv. Do not edit.

/** Date of the numbering administrator's report that the area codes follow. */
export const dataDate = ${JSON.stringify(DATA_DATE)};

/** Geographic area codes by country (ISO 3166-1 alpha-2). */
export const codesByCountry: Readonly<Record<string, string>> = {
${countries.map(([country, codes]) => `  ${country}: ${JSON.stringify(codes.join(" "))},`).join("\n")}
};

/** Toll-free, personal, premium and other codes that belong to no place. */
export const codesWithoutPlace =
  ${JSON.stringify(placeless.join(" "))};
`;
}

const text = sourceText(readRows());
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    process.stderr.write("src/geo/generated/area-codes.ts is not up to date: run `pnpm generate`.\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
