import { describe, expect, it } from "vitest";
import type { NamespaceRecord } from "../src/store-kit/namespace-record.js";
import { isPoolStoreError } from "../src/store-kit/pool-store-error.js";
import { type NamespacePart, readNamespace } from "../src/store-kit/read-namespace.js";
import { NOW, richRecords } from "./support/rich-records.js";

const records = await richRecords();
const maxCallMs = 3_600_000;

async function read(input: Iterable<unknown>): Promise<readonly NamespacePart[]> {
  const parts: NamespacePart[] = [];
  for await (const part of readNamespace(input as Iterable<NamespaceRecord>, { maxCallMs })) parts.push(part);
  return parts;
}

/** What an export is refused with; fails when it is not. */
async function refusal(input: Iterable<unknown>): Promise<string> {
  try {
    await read(input);
  } catch (error) {
    if (isPoolStoreError(error, "import_invalid")) return error.message;
    throw error;
  }
  return "nothing";
}

type Wrong = Readonly<Record<string, unknown>>;

/** Position of the first record, from 0, that has all of these values. */
function find(like: Wrong): number {
  const found = records.findIndex((record) =>
    Object.entries(like).every(([key, value]) => (record as unknown as Wrong)[key] === value),
  );
  if (found < 0) throw new Error(`No record is like ${JSON.stringify(like)}.`);
  return found;
}

/** The export with the first such record changed. */
function changed(like: Wrong, change: Wrong): readonly unknown[] {
  const at = find(like);
  return records.map((record, index) => (index === at ? { ...record, ...change } : record));
}

describe("an export is read", () => {
  it("as its parts: the header, whole pools, numbers, leases, callees", async () => {
    const parts = await read(records);
    expect(parts.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual([
      "namespace",
      "pool",
      "number",
      "lease",
      "callee",
    ]);
    const pools = parts.filter((part) => part.kind === "pool");
    expect(pools.map(({ poolId, numbers }) => [poolId, numbers.map(({ slug }) => slug)])).toEqual([
      ["learning", ["c", "d"]],
      ["turning", ["a", "b"]],
    ]);
    expect(pools[1]?.turns).toMatchObject({
      order: "weighted-random",
      parked: ["b"],
      buckets: { any: { starts: { a: expect.any(Number), b: expect.any(Number) }, weights: { b: 2 } } },
    });
    expect(pools[1]?.route.bucketsOf(pools[1].numbers[0] as never)).toEqual(["any"]);
  });

  it("has records of every kind, and leases of every state but unknown", () => {
    expect(new Set(records.map(({ kind }) => kind)).size).toBe(10);
    const states = records.flatMap((record) => (record.kind === "lease" ? record.state : []));
    expect(new Set(states)).toEqual(new Set(["held", "placed", "ended", "released"]));
  });

  it("the same after a way through JSON", async () => {
    const [parts, again] = [await read(records), await read(JSON.parse(JSON.stringify(records)))];
    expect(JSON.stringify(again)).toBe(JSON.stringify(parts));
  });
});

describe("no export is", () => {
  it("one with a field of a wrong kind: the record and the field are named", async () => {
    for (const [at, record] of records.entries()) {
      for (const field of Object.keys(record)) {
        if (field === "kind" || (record.kind === "lease" && field === "state")) continue;
        const wrong = records.map((each, index) => (index === at ? { ...each, [field]: () => {} } : each));
        expect(await refusal(wrong)).toMatch(new RegExp(`^Record ${at + 1} cannot be imported. ${field}: `));
      }
    }
  });

  it("one with a field too many", async () => {
    for (const { kind } of records)
      expect(await refusal(changed({ kind }, { typo: 1 }))).toContain("typo: A record of the kind");
  });

  it.each<readonly [string, Wrong, Wrong, string]>([
    ["another version", { kind: "namespace" }, { version: 2 }, "version: This release reads version 1"],
    ["another life of leases", { kind: "namespace" }, { maxCallMs: 60_000 }, "Open it with the same"],
    ["no header", { kind: "namespace" }, { kind: "end" }, 'begins with a record of the kind "namespace"'],
    ["an unknown kind", { kind: "pool" }, { kind: "puddle" }, "kind: Must be one of namespace, pool"],
    ["a wrong policy", { kind: "pool" }, { policy: { order: "none" } }, "policy: Must be"],
    [
      "a wrong number",
      { kind: "member" },
      { number: { number: "+1", sid: null, slug: "" } },
      "number: Must be a text that is not empty",
    ],
    [
      "a number twice",
      { kind: "member", number: recordOf("member", 1).number },
      { number: recordOf("member", 0).number },
      "has this slug twice",
    ],
    [
      "a member of another pool",
      { kind: "member" },
      { poolId: "other" },
      "Records of one pool come together",
    ],
    [
      "a bucket without one of its turns",
      { kind: "turn" },
      { bucket: "elsewhere" },
      "Turns come after their bucket",
    ],
    ["a turn of nobody", { kind: "turn" }, { slug: "c" }, "It is no member of the pool"],
    ["a turn twice", { kind: "turn" }, { slug: "b" }, "has a turn in this bucket already"],
    [
      "a bucket that the pool does not have",
      { kind: "bucket" },
      { bucket: "ac:415" },
      "Turns come after their bucket",
    ],
    ["picks at no rate", { kind: "bucket" }, { picks: 1, rate: 0 }, "rate: It must be above 0"],
    ["learned of nobody", { kind: "learned" }, { slug: "a" }, "It is no member of the pool"],
    ["more answers than calls", { kind: "learned" }, { answered: 9 }, "answered: It is above"],
    [
      "calls of tomorrow",
      { kind: "number", slug: "a" },
      { day: [[Math.floor(NOW / 900_000) + 96, 1]] },
      "day: Slots must rise",
    ],
    [
      "slots that fall",
      { kind: "number", slug: "a" },
      {
        hour: [
          [9, 1],
          [8, 1],
        ],
      },
      "hour: Slots must rise",
    ],
    ["no calls in a slot", { kind: "number", slug: "a" }, { day: [[9, 0]] }, "each with a call at least"],
    [
      "a turn from the future",
      { kind: "number", slug: "a" },
      { lastSequence: 99 },
      "lastSequence: It is above",
    ],
    [
      "a turn without its instant",
      { kind: "number", slug: "elsewhere" },
      { lastSequence: 1 },
      "the number is in no pool",
    ],
    [
      "an instant without its turn",
      { kind: "number", slug: "a" },
      { lastSequence: 0 },
      "lastSelectedAt: It must be there exactly",
    ],
    [
      "blocks that fall",
      { kind: "number", slug: "c" },
      { blocks: [NOW, NOW - 1] },
      "blocks: There may be 16",
    ],
    ["a lease's id that is another's", { kind: "lease" }, { id: "lease-7" }, "id: It must be lease-1"],
    [
      "a lease beyond the last sequence",
      { kind: "lease", state: "held" },
      { sequence: 99, id: "lease-99" },
      "sequence: It is above",
    ],
    [
      "leases that fall",
      { kind: "lease", sequence: 2 },
      { sequence: 1, id: "lease-1" },
      "above that of the lease before",
    ],
    [
      "a lease that nobody forgets",
      { kind: "lease" },
      { forgetAt: NOW + 1 },
      "forgetAt: It must be the end of a slot",
    ],
    [
      "a lease of no pool",
      { kind: "lease", state: "held" },
      { poolId: "puddle" },
      "poolId: There is no such pool",
    ],
    [
      "a lease held for no time",
      { kind: "lease", state: "held" },
      { holdUntil: NOW },
      "holdUntil: It must be 1000 to 3600000 ms after",
    ],
    [
      "a lease live for too long",
      { kind: "lease", state: "held" },
      { liveUntil: NOW },
      "liveUntil: It must be",
    ],
    [
      "a lease acquired otherwise",
      { kind: "lease", state: "held" },
      { acquiredAt: NOW - 900_000 },
      "acquiredAt: It must be in the slot",
    ],
    ["a callee who is no number", { kind: "callee" }, { callee: "+0123" }, "callee: Must be a phone number"],
    ["a call of the future", { kind: "callee" }, { reached: ["a", 99, NOW] }, "reached: Its sequence"],
    [
      "an answer of the future",
      { kind: "callee" },
      { answered: ["a", 1, NOW * 2] },
      "answered: Its sequence",
    ],
    ["calls that fall", { kind: "callee" }, { calls: [NOW, NOW - 1] }, "calls: There may be 16"],
    [
      "slugs used twice",
      { kind: "callee" },
      { used: { slugs: ["a", "a"], at: NOW } },
      "used: There may be 1 to 64",
    ],
    ["another count at its end", { kind: "end" }, { records: 3 }, "some are missing or too many"],
  ])("one with %s", async (_, like, change, message) => {
    const text = await refusal(changed(like, change));
    expect(text).toContain(message);
    expect(text).toMatch(/^Record \d+ cannot be imported\. /);
  });

  it("one with a second header", async () => {
    expect(await refusal([...records.slice(0, 3), records[0], ...records.slice(3)])).toContain(
      "may not come here",
    );
  });

  it("one that ends early, wherever that is", async () => {
    for (let length = 0; length < records.length; length++)
      expect(await refusal(records.slice(0, length))).toContain("cannot be imported");
  });

  it("one in which any two neighbours of different kinds changed places", async () => {
    for (let at = 1; at < records.length; at++) {
      if (records[at - 1]?.kind === records[at]?.kind) continue;
      const swapped = [...records];
      swapped[at - 1] = records[at] as NamespaceRecord;
      swapped[at] = records[at - 1] as NamespaceRecord;
      expect(await refusal(swapped)).toContain("cannot be imported");
    }
  });

  it.each(["pool", "member", "number", "lease", "callee", "end"] as const)(
    "one with a record of the kind %s twice",
    async (kind) => {
      const at = find({ kind });
      const twice = [...records.slice(0, at + 1), ...records.slice(at)];
      expect(await refusal(twice)).toContain("cannot be imported");
    },
  );

  it("one without a turn that its bucket must have", async () => {
    const at = find({ kind: "turn" });
    expect(await refusal(records.filter((_, index) => index !== at))).toContain(
      'bucket "any" has no turn for the number "a"',
    );
  });

  it("one whose sentence shows whom it was about", async () => {
    const text = await refusal(changed({ kind: "callee" }, { calls: [NOW * 9] }));
    expect(text).not.toMatch(/\d{7}/);
  });
});

/** The n-th record of a kind, from 0. */
function recordOf<Kind extends NamespaceRecord["kind"]>(
  kind: Kind,
  index: number,
): Extract<NamespaceRecord, { kind: Kind }> {
  const found = records.filter((record) => record.kind === kind)[index];
  return found as Extract<NamespaceRecord, { kind: Kind }>;
}
