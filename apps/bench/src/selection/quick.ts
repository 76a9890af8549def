import { measure } from "./measure.js";
import { plainSubject } from "./plain-subject.js";
import { storeSubject } from "./subjects.js";
import { machine, ratesTable } from "./table.js";

const POOL_SIZES = [10, 1_000, 100_000];
const EFFORT = { rounds: 1, timeMs: 1_500, warmupMs: 1_000 };
const PLAIN_EFFORT = { rounds: 1, timeMs: 500, warmupMs: 250 };

const nameOf = (size: number) => `${size.toLocaleString("en-US")} numbers`;
const memoryStore = await measure(
  POOL_SIZES.map((size) => ({
    name: nameOf(size),
    select: storeSubject({ size, callees: "recurring" }),
    batch: 2_000,
  })),
  EFFORT,
);
const plain = await measure(
  POOL_SIZES.map((size) => ({
    name: nameOf(size),
    select: plainSubject({ size, callees: "recurring" }),
    batch: Math.max(1, Math.floor(20_000 / size)),
  })),
  PLAIN_EFFORT,
);

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ version: 2, machine, memoryStore, plain }, undefined, 2));
} else {
  console.log(
    [
      "Selections per second of processor time, one process. One selection is acquire and settle.",
      "Policy: tags, six steps of local presence, limits of day and hour, minimum gap, sticky, weighted round-robin.",
      "Calls: 10,000 recurring callees, 50 calls a day for each number.",
      `Node ${machine.node}, ${machine.cpu}, ${machine.platform}`,
      "",
      `memory store\n${ratesTable(memoryStore)}`,
      "",
      `plain: filter, sort, take the first\n${ratesTable(plain)}`,
    ].join("\n"),
  );
}
