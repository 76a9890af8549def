import { cpus } from "node:os";
import { type Measurement, measure } from "./measure.js";
import { memoryStoreSubject, plainSubject } from "./subjects.js";
import { createWorkload, seededRandom } from "./workload.js";

const POOL_SIZES = [10, 1_000, 100_000];
const SEED = 20_261_124;
const STORE_MS = 2_500;
const PLAIN_MS = 1_000;

interface Row extends Measurement {
  readonly poolSize: number;
}

function run(): { readonly memoryStore: readonly Row[]; readonly plain: readonly Row[] } {
  const memoryStore = POOL_SIZES.map((poolSize) => {
    const selectOne = memoryStoreSubject(createWorkload(poolSize, seededRandom(SEED)));
    return { poolSize, ...measure(selectOne, STORE_MS, 1_000) };
  });
  const plain = POOL_SIZES.map((poolSize) => {
    const selectOne = plainSubject(createWorkload(poolSize, seededRandom(SEED)));
    return { poolSize, ...measure(selectOne, PLAIN_MS, poolSize > 10_000 ? 1 : 100) };
  });
  return { memoryStore, plain };
}

function table(title: string, rows: readonly Row[]): string {
  const count = (value: number) => value.toLocaleString("en-US");
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const lines = rows.map(({ poolSize, selectionsPerSecond, granted, kept }) => [
    count(poolSize),
    count(selectionsPerSecond),
    percent(granted),
    percent(kept),
  ]);
  const cells = [["numbers", "selections/s", "granted", "same caller ID"], ...lines];
  const widths = [9, 14, 10, 16];
  const text = cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(""));
  return [title, ...text].join("\n");
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  platform: `${process.platform} ${process.arch}`,
};
const results = run();

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ version: 1, machine, ...results }, undefined, 2));
} else {
  console.log(
    [
      "Selections per second, one process, one thread. One selection is acquire, settle placed, settle ended.",
      "Policy: sticky; area code, then country, then any; weighted round-robin; 75 calls a day.",
      "Calls: 50,000 recurring callees, 50 calls a day for each number.",
      `Node ${machine.node}, ${machine.cpu}, ${machine.platform}`,
      "",
      table("memory store", results.memoryStore),
      "",
      table("plain: filter, sort, take the first", results.plain),
    ].join("\n"),
  );
}
