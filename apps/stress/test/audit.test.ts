import { beforeAll, describe, expect, it } from "vitest";
import { audit } from "../src/audit/audit.js";
import type { Records } from "../src/audit/records.js";
import type { Granted, LogEntry } from "../src/log/entries.js";
import { stressSetup as SETUP, stressPools } from "../src/plan/pools.js";
import { ORDER_PAIRS } from "../src/plan/scenarios.js";
import { memoryRun } from "./memory-run.js";
import { PLANTED } from "./planted.js";
import { PLANTED_SWEEPS } from "./planted-sweeps.js";

const NO_TROUBLE = { kills: 0, lossMs: 0 };
const ACQUIRES = 3_000;

describe("an audit of a run without faults", () => {
  it.each(ORDER_PAIRS)("finds nothing under %s and %s", async (first, second) => {
    const report = audit(await memoryRun([first, second], ACQUIRES), NO_TROUBLE, SETUP);
    expect(report.findings).toEqual([]);
    // Else limits have not been put to the test.
    expect(report.refused.exhausted).toBeGreaterThan(0);
    expect(report.refused.callee_limit).toBeGreaterThan(0);
    expect(report.granted).toBeGreaterThan(ACQUIRES / 2);
  });
});

describe("an audit by the reference alone", () => {
  const full = { ...SETUP, policies: "full" } as const;

  it("finds nothing in a run with every kind of rule, and a choice that another would have got", async () => {
    const records = await memoryRun(["weighted-round-robin", "least-used"], ACQUIRES, { policies: "full" });
    const report = audit(records, NO_TROUBLE, full);
    expect(report.findings).toEqual([]);
    expect(report.granted).toBeGreaterThan(ACQUIRES / 4);
    const kept = records.entries.findIndex((entry, index) => index > 500 && entry.kind === "granted");
    const entries = records.entries.map(
      (entry, index): LogEntry =>
        index === kept && entry.kind === "granted"
          ? { ...entry, lease: { ...entry.lease, slug: "pn-0199" } }
          : entry,
    );
    const { findings } = audit({ ...records, entries }, NO_TROUBLE, full);
    expect(findings.map(({ law }) => law)).toEqual(["reference"]);
  });

  it.each(PLANTED_SWEEPS)("finds $what, by the law of $law", async ({ law, plant, says }) => {
    const records = await memoryRun(["weighted-round-robin", "least-used"], ACQUIRES, { policies: "full" });
    const { findings } = audit(plant(records), NO_TROUBLE, full);
    expect(findings).toContainEqual({ law, message: expect.stringMatching(says) });
  });
});

describe("an audit", () => {
  let clean: Records;
  beforeAll(async () => {
    clean = await memoryRun(["weighted-round-robin", "least-recently-used"], ACQUIRES);
  });

  it.each(PLANTED)("finds $what, by the law of $law", ({ law, kills = 0, plant, says = "" }) => {
    const { findings } = audit(plant(clean), { kills, lossMs: 0 }, SETUP);
    const ofLaw = findings.filter((finding) => finding.law === law).map(({ message }) => message);
    expect(ofLaw.join("\n")).toMatch(says === "" ? /./ : says);
  });

  it("forgives a killed process the lease that it could not tell of, if the store shows it later", () => {
    const expired = new Set(
      clean.entries.flatMap((entry) => (entry.kind === "expired" ? entry.leases.map(({ id }) => id) : [])),
    );
    const isCutOff = (entry: LogEntry): entry is Granted =>
      entry.kind === "granted" && expired.has(entry.lease.id);
    const cutOff = clean.entries.find(isCutOff);
    const entries = clean.entries.filter((entry) => entry !== cutOff);
    const report = audit({ ...clean, entries }, { kills: 1, lossMs: 0 }, SETUP);
    expect(report.findings).toEqual([]);
    expect(report.unlogged).toBe(1);
  });

  it("forgives a crash what was answered in the time that may be lost, and no more", () => {
    const answers = clean.entries.filter(({ kind }) => kind === "granted" || kind === "settled");
    const crashedAt = (answers.at(-1) as LogEntry).at;
    const ids = new Set(answers.slice(-3).map((entry) => ("id" in entry ? entry.id : "")));
    const crash: LogEntry = { kind: "trouble", what: "crash", at: crashedAt, until: crashedAt };
    const crashed: Records = {
      ...clean,
      entries: [...clean.entries, crash],
      journal: clean.journal.filter(({ id }) => !ids.has(id)),
    };
    const lawsBrokenAt = (lossMs: number) =>
      audit(crashed, { kills: 0, lossMs }, SETUP).findings.filter(({ message }) =>
        message.includes("the store knows nothing of it"),
      );
    expect(lawsBrokenAt(1)).toEqual([]);
    expect(lawsBrokenAt(0).length).toBeGreaterThan(0);
  });
});

describe("the law of an order", () => {
  const ORDERS = [...new Set(ORDER_PAIRS.flat())];

  it.each(ORDERS)("%s objects to the choices of another order", async (order) => {
    const other = order === "random" ? "least-used" : "random";
    const records = await memoryRun([other, other], 600);
    const [pool] = stressPools({ orders: [order, order], policies: "plain" });
    const entries = records.entries.map((entry): LogEntry => {
      if (entry.kind !== "loaded") return entry;
      const policy = { ...entry.pool.policy, order: pool?.policy.order ?? entry.pool.policy.order };
      return { ...entry, draws: entry.pool.numbers.map(() => 0.5), pool: { ...entry.pool, policy } };
    });
    const { findings } = audit({ ...records, entries }, NO_TROUBLE, SETUP);
    expect(findings.map(({ law }) => law)).toContain("order");
  });
});
