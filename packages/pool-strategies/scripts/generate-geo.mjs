/**
 * Writes src/geo/generated/ from data/nanp-area-codes.csv and from the metadata
 * of libphonenumber-js.
 *
 *   node scripts/generate-geo.mjs           write
 *   node scripts/generate-geo.mjs --check   fail if a file is not up to date
 *
 * Either way it validates the table, and fails if what is written is larger
 * than its budget.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { areaCodesSource } from "./geo/area-codes-source.mjs";
import { numberingPlansSource } from "./geo/numbering-plans-source.mjs";
import { readAreaCodes } from "./geo/read-area-codes.mjs";
import { timeZonesSource } from "./geo/time-zones-source.mjs";

/** Date of the numbering administrator's report that the table follows. Change it with the table. */
const DATA_DATE = "2026-08-17";
/** Bytes of all generated files together, gzipped: what those who import ./geo pay for its data at most. */
const BUDGET = 20_000;

const table = new URL("../data/nanp-area-codes.csv", import.meta.url);
const target = new URL("../src/geo/generated/", import.meta.url);

const rows = readAreaCodes(readFileSync(table, "utf8"));
const sources = {
  "area-codes.ts": areaCodesSource(rows, DATA_DATE),
  "numbering-plans.ts": numberingPlansSource(),
  "time-zones.ts": timeZonesSource(rows),
};

let total = 0;
for (const [name, text] of Object.entries(sources)) {
  const bytes = gzipSync(text, { level: 9 }).length;
  total += bytes;
  process.stdout.write(`${name}: ${text.length} bytes, ${bytes} gzipped\n`);
  const file = new URL(name, target);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    process.stderr.write(`src/geo/generated/${name} is not up to date: run \`pnpm generate\`.\n`);
    process.exitCode = 1;
  }
}
if (total > BUDGET) {
  process.stderr.write(`The tables have ${total} bytes gzipped; ${BUDGET} is the most that they may have.\n`);
  process.exitCode = 1;
}
