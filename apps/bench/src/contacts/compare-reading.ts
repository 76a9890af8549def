import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machineLine } from "../core/machine.js";
import { median } from "../core/median.js";
import { writeList } from "./list-file.js";

interface Reading {
  readonly rows: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const BARE = "csv-parse";
const SUBJECTS = [
  BARE,
  "reading",
  "reading, tags and variables",
  "reading and entering",
  "reading and entering, tags and variables",
] as const;
/** Of the bare parser's speed, and MB. */
const GOALS = { speed: 0.3, peakMb: 250 };

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "5" },
  },
});
const rows = Number(flags.rows);
const rounds = Number(flags.rounds);

const folder = mkdtempSync(join(tmpdir(), "dialpool-bench-"));
try {
  const file = join(folder, "contacts.csv");
  await writeList(file, rows);
  const readings = SUBJECTS.map((): Reading[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, subject] of SUBJECTS.entries()) readings[index]?.push(readOnce(subject, file));
  const megabytes = (statSync(file).size / 1e6).toFixed(0);
  console.log(
    `${rows.toLocaleString("en-US")} contacts in CSV (${megabytes} MB), medians of ${rounds} rounds.`,
  );
  console.log(machineLine);
  for (const [index, subject] of SUBJECTS.entries())
    console.log(line(subject, readings[index] ?? [], readings[0] ?? []));
} finally {
  rmSync(folder, { recursive: true });
}

function readOnce(subject: string, file: string): Reading {
  const script = fileURLToPath(new URL("./read-list.js", import.meta.url));
  const journalFolder = mkdtempSync(join(folder, "journal-"));
  const answer = execFileSync(process.execPath, [script, subject, file, journalFolder], { encoding: "utf8" });
  rmSync(journalFolder, { recursive: true });
  const reading = JSON.parse(answer) as Reading;
  if (reading.rows !== rows) throw new Error(`${subject} read ${reading.rows} of ${rows} rows.`);
  return reading;
}

/** Ratios are taken inside a round: a busy machine slows all that take part in it. */
function line(subject: string, own: readonly Reading[], bare: readonly Reading[]): string {
  const speed = median(own.map(({ ms }, round) => (bare[round]?.ms ?? Number.NaN) / ms));
  const cpu = median(own.map(({ cpuMs }, round) => (bare[round]?.cpuMs ?? Number.NaN) / cpuMs));
  const peakMb = Math.max(...own.map((reading) => reading.peakMb));
  const took = `${median(own.map(({ ms }) => ms / 1000)).toFixed(2)} s, peak ${peakMb.toFixed(0)} MB`;
  if (subject === BARE) return `${subject}: ${took}`;
  const isMet = speed >= GOALS.speed && peakMb < GOALS.peakMb;
  const ratio = `${speed.toFixed(2)} of ${BARE}'s speed, ${cpu.toFixed(2)} by CPU`;
  return `${subject}: ${took}, ${ratio} (goal ${GOALS.speed} and under ${GOALS.peakMb} MB: ${isMet ? "met" : "missed"})`;
}
