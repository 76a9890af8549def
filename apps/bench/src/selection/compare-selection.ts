import { parseArgs } from "node:util";
import { goalsOf } from "./goals.js";
import { type Measurement, measure, type Row } from "./measure.js";
import { measureHeap } from "./measure-heap.js";
import { PEERS } from "./peers.js";
import { plainSubject } from "./plain-subject.js";
import { bareSubject, storeSubject, workloadSubject } from "./subjects.js";
import { machine, ratesTable, table } from "./table.js";

const SIZES = [10, 100, 1_000, 100_000];
const PEER_SIZES = [10, 1_000, 100_000];
const LARGEST = 100_000;
/** Calls for so many numbers, whether the others are parked or not. */
const FREE_OF_LARGEST = 1_000;
const BATCH = 2_000;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
const effort = { rounds: Number(values.rounds), timeMs: 1_000, warmupMs: 1_500 };
const quickEffort = { rounds: effort.rounds, timeMs: 300, warmupMs: 300 };

const count = (value: number) => value.toLocaleString("en-US");
const parkedOptions = (parked: number) =>
  ({ size: LARGEST, callees: "recurring", parked, busy: FREE_OF_LARGEST }) as const;
const row = (name: string, select: Row["select"], batch = BATCH): Row => ({ name, select, batch });

const recurring = SIZES.map((size) =>
  row(`${count(size)} numbers`, storeSubject({ size, callees: "recurring" })),
);
const parked = [
  row("100,000 numbers, none parked", storeSubject(parkedOptions(0))),
  row("100,000 numbers, 99 % parked", storeSubject(parkedOptions(0.99))),
];
const fresh = SIZES.map((size) => row(`${count(size)} numbers`, storeSubject({ size, callees: "fresh" })));
const workload = [
  row("the calls alone, recurring callees", workloadSubject({ size: 100, callees: "recurring" })),
  row("the calls alone, fresh callees", workloadSubject({ size: 100, callees: "fresh" })),
];
const plain = SIZES.map((size) =>
  row(
    `${count(size)} numbers`,
    plainSubject({ size, callees: "recurring" }),
    Math.max(1, Math.floor(20_000 / size)),
  ),
);

const measured = await inTurn([recurring, parked, fresh, workload], effort);
const [ofRecurring = [], ofParked = [], ofFresh = [], ofWorkload = []] = measured;
const ofPlain = await measure(plain, quickEffort);

const bareOrders = ["weighted-round-robin", "power-of-two", "rendezvous"] as const;
const picks = PEER_SIZES.flatMap((size) => [
  ...bareOrders.map((order) => row(`dialpool ${order}|${size}`, bareSubject(order, size), batchOf(size))),
  ...PEERS.flatMap(({ name, create }) => {
    const select = create(size);
    return select === undefined ? [] : [row(`${name}|${size}`, select, batchOf(size))];
  }),
]);
const ofPicks = await measure(picks, quickEffort);

const heap = measureHeap();
const rates = {
  at10: rateOf(ofRecurring[0]),
  at100: rateOf(ofRecurring[1]),
  at100000: rateOf(ofRecurring[3]),
  noneParked: rateOf(ofParked[0]),
  mostParked: rateOf(ofParked[1]),
  granted: Math.min(...[...ofRecurring, ...ofParked].map(({ granted }) => granted)),
};
const goals = goalsOf(rates, heap);

if (values.json) {
  const document = {
    version: 1,
    machine,
    recurring: ofRecurring,
    parked: ofParked,
    fresh: ofFresh,
    calls: ofWorkload,
    plain: ofPlain,
    picks: ofPicks,
    heap,
    goals,
  };
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
} else {
  const text = [
    `Selections per second of processor time, median of ${effort.rounds} rounds. Node ${machine.node}, ${machine.cpu}, ${machine.platform}.`,
    "One selection is acquire and settle. Policy: tags, six steps of local presence, limits of day and hour,",
    "minimum gap, sticky, weighted round-robin.",
    titled("10,000 recurring callees", ratesTable(ofRecurring)),
    titled("The same 1,000 numbers' worth of calls, with and without parked numbers", ratesTable(ofParked)),
    titled("Fresh callees: each call is to somebody else", ratesTable(ofFresh)),
    titled("Making the calls, which is part of every figure above", ratesTable(ofWorkload)),
    titled(
      "The obvious implementation: filter, sort, take the first; recurring callees",
      ratesTable(ofPlain),
    ),
    titled(
      "Picks alone. The libraries know no limits, routes, affinity or leases; dialpool with all of that switched off",
      picksTable(ofPicks),
    ),
    titled(
      "Memory, bytes",
      table([
        ["a number", "a remembered callee", "a lease of the day"],
        [heap.perNumber, heap.perCallee, heap.perLease].map((bytes) =>
          Math.round(bytes).toLocaleString("en-US"),
        ),
      ]),
    ),
    titled(
      "Goals",
      table([
        ["", "measured", ""],
        ...goals.map(({ goal, measured: value, isMet }) => [goal, value, isMet ? "holds" : "MISSED"]),
      ]),
    ),
  ];
  process.stdout.write(`${text.join("\n")}\n`);
}

/** Rows of several tables in the same rounds. */
async function inTurn(
  tables: readonly (readonly Row[])[],
  effortOfEach: typeof effort,
): Promise<readonly (readonly Measurement[])[]> {
  const all = await measure(tables.flat(), effortOfEach);
  return tables.map(({ length }, index) => {
    const begin = tables.slice(0, index).flat().length;
    return all.slice(begin, begin + length);
  });
}

function rateOf(measurement: Measurement | undefined): number {
  if (measurement === undefined) throw new RangeError("A row of the benchmark is missing.");
  return measurement.perSecond;
}

/** Some of the libraries look at every number for each pick. */
function batchOf(size: number): number {
  return size > 10_000 ? 2 : 200;
}

function titled(title: string, text: string): string {
  return `\n${title}\n${text}`;
}

/** One line a library, one column a pool size. */
function picksTable(rows: readonly Measurement[]): string {
  const cells = new Map(
    rows.map(({ name, perSecond }) => [name, Math.round(perSecond).toLocaleString("en-US")]),
  );
  const names = [...new Set(rows.map(({ name }) => name.split("|")[0] ?? ""))];
  return table([
    ["", ...PEER_SIZES.map((size) => count(size))],
    ...names.map((name) => [name, ...PEER_SIZES.map((size) => cells.get(`${name}|${size}`) ?? "–")]),
  ]);
}
