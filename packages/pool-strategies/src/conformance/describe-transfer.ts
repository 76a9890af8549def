import fc from "fast-check";
import type { MaybePromise, PoolStore } from "../store.js";
import type { NamespaceRecord } from "../store-kit/namespace-record.js";
import { namespaceFromLines, namespaceToLines } from "../transfer/lines.js";
import {
  copyNamespace,
  exportNamespace,
  importNamespace,
  type NamespaceRecords,
} from "../transfer/transfer-namespace.js";
import type { CreateStore, StoreSetup } from "./describe-pool-store.js";
import { Desk } from "./desk.js";
import { conformanceExtensions } from "./extensions.js";
import { MINUTE, numbersOf } from "./fixtures.js";
import { conformancePlaces } from "./places.js";
import { randomHistory } from "./random-history.js";
import { runTransfer } from "./run-transfer.js";
import type { Expect, TestFunctions } from "./test-functions.js";

/** Two kinds of stores, or twice the same. */
export interface TransferPair {
  /** What the namespace is exported from. */
  readonly from: CreateStore;
  /** What it is imported into. */
  readonly to: CreateStore;
  /** Called after each test for each store. */
  readonly close?: (store: PoolStore) => MaybePromise<void>;
  /** Random histories. Default 50. */
  readonly runs?: number;
  /** Of the random histories; a failure prints it. Default: a new one each time. */
  readonly seed?: number;
  /** For how long one test may run, ms. Default 120,000. */
  readonly timeoutMs?: number;
}

const SETUP: StoreSetup = { geography: conformancePlaces, extensions: conformanceExtensions };
const TIMEOUT_MS = 120_000;

/**
 * Declares the tests that say: whatever one store exports, the other takes over, and goes on as the first would have.
 *
 * @param name Such as `"from memory to SQLite"`.
 * @example
 * describeTransfer({ describe, it, expect }, "from memory to mine", { from: createMemoryStore, to: createMyStore });
 */
export function describeTransfer(
  { describe, it, expect }: TestFunctions,
  name: string,
  { from, to, close, runs = 50, seed, timeoutMs = TIMEOUT_MS }: TransferPair,
): void {
  const withStores = async (run: (stores: Stores) => Promise<void>, ofTarget: Partial<StoreSetup> = {}) => {
    const stores = { from: await from(SETUP), to: await to({ ...SETUP, ...ofTarget }) };
    try {
      await run(stores);
    } finally {
      await close?.(stores.from);
      await close?.(stores.to);
    }
  };

  describe(`a namespace that moves ${name}`, () => {
    it(
      "answers every verb as before, wherever in its history it moved",
      async () => {
        const stepsBefore = fc.integer({ min: 0, max: 62 });
        await fc.assert(
          fc.asyncProperty(randomHistory({ maxSteps: 60 }), stepsBefore, (history, before) =>
            withStores((stores) => runTransfer(stores.from, stores.to, history, before, throughLines)),
          ),
          { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
        );
      },
      timeoutMs,
    );

    for (const [sentence, run] of CASES)
      it(sentence, () => withStores((stores) => run(stores, expect)), timeoutMs);

    it(
      "is taken over only where calls are in flight for as long",
      () =>
        withStores(
          async (stores) => {
            await busyDesk(stores.from);
            const code = await codeOf(() => copyNamespace(stores.from, stores.to));
            expect(code).toEqual("import_invalid");
          },
          { maxCallMs: 10 * MINUTE },
        ),
      timeoutMs,
    );
  });
}

interface Stores {
  readonly from: PoolStore;
  readonly to: PoolStore;
}

const CASES: readonly (readonly [
  sentence: string,
  run: (stores: Stores, expect: Expect) => Promise<void>,
])[] = [
  [
    "is left alone where something was kept already",
    async ({ from, to }, expect) => {
      await busyDesk(from);
      const desk = new Desk(to);
      await desk.load(numbersOf("x y"));
      await desk.lease();
      const before = await to.usage("agent", { now: desk.now });
      expect(await codeOf(() => copyNamespace(from, to))).toEqual("namespace_not_empty");
      expect(await to.usage("agent", { now: desk.now })).toEqual(before);
    },
  ],
  [
    "takes the place of what was kept, when told to",
    async ({ from, to }, expect) => {
      const desk = await busyDesk(from);
      const other = new Desk(to);
      await other.load(numbersOf("x y"));
      await other.load(numbersOf("z"), {}, { poolId: "gone" });
      const lost = await other.lease();
      await copyNamespace(from, to, { replace: true });
      expect(await to.usage("agent", { now: desk.now })).toEqual(
        await from.usage("agent", { now: desk.now }),
      );
      expect(await codeOf(async () => to.usage("gone", { now: desk.now }))).toEqual("pool_not_loaded");
      const [kept] = await recordsOf(exportNamespace(to), "namespace");
      const [expected] = await recordsOf(exportNamespace(from), "namespace");
      expect(kept).toEqual(expected);
      expect(lost.slug).toEqual("x");
    },
  ],
  [
    "is not taken over by half: not cut short, not with a fault at its very end",
    async ({ from, to }, expect) => {
      await busyDesk(from);
      const records = await recordsOf(exportNamespace(from));
      const end = records.at(-1) as NamespaceRecord;
      const body = records.slice(0, -1);
      const wrong: readonly NamespaceRecords[] = [
        [],
        body,
        records.slice(0, 3),
        [...body, { ...end, records: 7 } as NamespaceRecord],
        [...body, body.at(-1) as NamespaceRecord, end],
        [...records, end],
        [{ ...records[0], version: 2 } as unknown as NamespaceRecord, ...records.slice(1)],
        failingAfter(body),
      ];
      const codes: unknown[] = [];
      for (const export_ of wrong) codes.push(await codeOf(() => importNamespace(to, export_)));
      expect(codes).toEqual([...wrong.slice(1).map(() => "import_invalid"), "source broke"]);
      // Nothing was kept of any of them.
      await importNamespace(to, records);
    },
  ],
  [
    "is not taken over with a number that nobody can call from, and the record and its slug are named",
    async ({ from, to }, expect) => {
      await busyDesk(from);
      const records = await recordsOf(exportNamespace(from));
      for (const number of ["", "+", "+1415CALLNOW", "+04155550123", "+1415555012345678", "desk\n"]) {
        const wrong = records.map((record) =>
          record.kind === "member" && record.number.slug === "b"
            ? { ...record, number: { ...record.number, number } }
            : record,
        );
        const told = await messageOf(() => importNamespace(to, wrong));
        const [beginning] = told.split('"b"');
        expect(beginning).toEqual(
          "import_invalid: Record 4 cannot be imported. number: The number of the slug ",
        );
      }
      await importNamespace(to, records);
    },
  ],
  [
    "is exported as of one moment, whatever happens meanwhile",
    async ({ from, to }, expect) => {
      const desk = await busyDesk(from);
      const before = await from.usage("agent", { now: desk.now });
      const records: NamespaceRecord[] = [];
      for await (const record of exportNamespace(from)) {
        records.push(record);
        if (records.length === 2) await desk.lease();
        if (records.length === 4) await desk.load(numbersOf("a b c d e f"));
      }
      await importNamespace(to, records);
      expect(await to.usage("agent", { now: desk.now })).toEqual(before);
    },
  ],
  [
    "is let go of by whoever stops reading",
    async ({ from, to }, expect) => {
      const desk = await busyDesk(from);
      const usage = await from.usage("agent", { now: desk.now });
      for (let round = 0; round < 3; round++) for await (const _ of exportNamespace(from)) break;
      const { slug } = await desk.lease();
      await copyNamespace(from, to);
      const now = await to.usage("agent", { now: desk.now });
      const callsOf = (all: typeof now) => all.find((each) => each.slug === slug)?.callsInDay ?? 0;
      expect(callsOf(now)).toEqual(callsOf(usage) + 1);
    },
  ],
  [
    "still counts how many rest, until their rest ends",
    async ({ from, to }, expect) => {
      const before = new Desk(from);
      const restAfterFailures = { failures: 1, restMinutes: 30, maxRestingShare: 0.5 };
      await before.load(numbersOf("a b"), { limits: { restAfterFailures } });
      await before.call("failed");
      await copyNamespace(from, to);
      const desk = new Desk(to);
      await desk.call("failed");
      const resting = [await desk.usage("a"), await desk.usage("b")].map(({ restingUntil }) => restingUntil);
      expect(resting).toEqual([desk.now + 30 * MINUTE, undefined]);
      desk.now += 31 * MINUTE;
      await desk.call("failed");
      const usages = [await desk.usage("a"), await desk.usage("b")];
      expect(usages.filter(({ restingUntil }) => restingUntil === desk.now + 30 * MINUTE).length).toEqual(1);
    },
  ],
  [
    "may be empty",
    async ({ from, to }, expect) => {
      await copyNamespace(from, to);
      expect(await codeOf(async () => to.usage("agent", { now: 0 }))).toEqual("pool_not_loaded");
    },
  ],
];

/** A store with a pool whose numbers carried calls, two of which are out still. */
async function busyDesk(store: PoolStore): Promise<Desk> {
  const desk = new Desk(store);
  await desk.load(numbersOf("a b c d e"), { limits: { maxCallsPerDay: 20 } });
  for (let calls = 0; calls < 4; calls++) await desk.call("answered");
  await desk.lease();
  await desk.lease();
  return desk;
}

async function throughLines(from: PoolStore, to: PoolStore): Promise<void> {
  await importNamespace(to, namespaceFromLines(namespaceToLines(exportNamespace(from))));
}

/** All records, or those of a kind. */
async function recordsOf(
  records: AsyncIterable<NamespaceRecord>,
  kind?: NamespaceRecord["kind"],
): Promise<readonly NamespaceRecord[]> {
  const read: NamespaceRecord[] = [];
  for await (const record of records) if (kind === undefined || record.kind === kind) read.push(record);
  return read;
}

/** A source that breaks, as a file on a disk may. */
async function* failingAfter(records: readonly NamespaceRecord[]): AsyncGenerator<NamespaceRecord> {
  yield* records;
  throw Object.assign(new Error("The source broke."), { code: "source broke" });
}

/** The code and the sentence of the error. */
async function messageOf(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
    return "none";
  } catch (error) {
    if (error instanceof Error && "code" in error) return `${String(error.code)}: ${error.message}`;
    throw error;
  }
}

/** The code of the error; `"none"` when there is none. */
async function codeOf(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    await attempt();
    return "none";
  } catch (error) {
    if (error instanceof Error && "code" in error) return error.code;
    throw error;
  }
}
