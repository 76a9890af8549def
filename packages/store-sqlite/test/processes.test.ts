import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Lease } from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf, random } from "./support/pools.js";

const path = freshPaths();
const worker = fileURLToPath(new URL("support/worker.mjs", import.meta.url));

/** A process that uses the built package. */
function start(job: object): ChildProcess {
  return spawn(process.execPath, [worker, JSON.stringify(job)], { stdio: ["ignore", "pipe", "inherit"] });
}

/** What a process says first. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error("It has no output.");
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  return JSON.parse(line);
}

describe("several processes", () => {
  it("keep what one of them writes that has opened the file twice, when another goes", async () => {
    const file = path();
    const store = openSqliteStore({ path: file });
    store.load({ poolId: "agent", numbers: numbersOf(50), policy: policyOf() }, { now: NOON });
    const call = (line: number) =>
      store.acquire({ poolId: "agent", callee: `+1212555010${line}`, now: NOON, random });
    call(1);
    // An open file that is closed by the system's own calls loses the locks of its whole process.
    openSqliteStore({ path: file }).close();
    const [code] = await once(start({ kind: "open", path: file }), "exit");
    expect(code).toBe(0);
    call(2);
    call(3);
    const other = openSqliteStore({ path: file });
    const sum = (each: typeof store) =>
      each.usage("agent", { now: NOON }).reduce((calls, { callsInDay }) => calls + callsInDay, 0);
    expect([sum(store), sum(other)]).toEqual([3, 3]);
    store.close();
    other.close();
    const again = openSqliteStore({ path: file });
    expect(sum(again)).toBe(3);
    again.close();
  });

  it("make the same new file at once", async () => {
    const file = path();
    const children = Array.from({ length: 4 }, () => start({ kind: "open", path: file }));
    const exits = children.map((child) => once(child, "exit"));
    expect(await Promise.all(children.map(firstLine))).toEqual(["open", "open", "open", "open"]);
    expect(await Promise.all(exits)).toEqual([
      [0, null],
      [0, null],
      [0, null],
      [0, null],
    ]);
    const store = openSqliteStore({ path: file });
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.close();
  });

  it("place calls from one pool: no limit is broken, no turn taken twice, no lease lost", async () => {
    const file = path();
    const limits = { maxCallsPerDay: 30, minGapSeconds: 1, maxConcurrentCalls: 20 };
    const store = openSqliteStore({ path: file, synchronous: "normal" });
    store.load({ poolId: "agent", numbers: numbersOf(20), policy: policyOf(limits) }, { now: NOON });
    const workers = 4;
    const calls = 200;
    const children = Array.from({ length: workers }, (_, index) =>
      start({
        kind: "acquire",
        path: file,
        poolId: "agent",
        worker: index,
        calls,
        now: NOON + index * 7,
        stepMs: 100,
      }),
    );
    const exits = children.map((child) => once(child, "exit"));
    const leases = (await Promise.all(children.map(firstLine))).flat() as Lease[];
    expect(await Promise.all(exits)).toEqual(children.map(() => [0, null]));

    leases.sort((a, b) => a.sequence - b.sequence);
    expect(leases.map(({ sequence }) => sequence)).toEqual(leases.map((_, index) => index + 1));
    expect(leases.length).toBeGreaterThan(workers * 50);
    const bySlug = groupBySlug(leases);
    for (const [slug, ofNumber] of bySlug) {
      expect(ofNumber.length, slug).toBeLessThanOrEqual(limits.maxCallsPerDay);
      for (const [index, { acquiredAt }] of ofNumber.entries())
        if (index > 0)
          expect(acquiredAt - (ofNumber[index - 1] as Lease).acquiredAt).toBeGreaterThanOrEqual(1000);
    }
    const times = leases.map(({ acquiredAt }) => acquiredAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { findings } = store.check({ now: NOON });
    expect(findings).toEqual([]);
    const used = store.usage("agent", { now: NOON }).reduce((sum, { callsInDay }) => sum + callsInDay, 0);
    expect(used).toBe(leases.length);
    store.close();
  });
});

describe("a process that is killed", () => {
  it("leaves no verb half done: journal and leases are those that were committed, and time makes them unknown", async () => {
    const file = path();
    const store = openSqliteStore({ path: file, synchronous: "normal" });
    store.load(
      { poolId: "agent", numbers: numbersOf(20), policy: policyOf({ maxConcurrentCalls: 100 }) },
      { now: NOON },
    );
    store.database.exec("CREATE TABLE journal (sequence INTEGER PRIMARY KEY)");
    for (let kill = 0; kill < 4; kill++) {
      const child = start({ kind: "endless", path: file, poolId: "agent", now: NOON + kill * 10_000 });
      const exit = once(child, "exit");
      await firstLine(child);
      child.kill("SIGKILL");
      expect(await exit).toEqual([null, "SIGKILL"]);
      const [journal, calls, sequence] = store.read((database) =>
        [
          "SELECT count(*) FROM journal",
          "SELECT count(*) FROM calls WHERE state = 'held'",
          "SELECT sequence FROM namespace",
        ].map((sql) => (database.prepare(sql).raw().get() as [number])[0]),
      ) as [number, number, number];
      expect(journal).toBe(calls);
      expect(sequence).toBe(calls);
      expect(store.check({ now: NOON }).findings).toEqual([]);
    }
    const held = store.usage("agent", { now: NOON }).reduce((sum, { inFlight }) => sum + inFlight, 0);
    expect(held).toBeGreaterThan(4 * 50);
    const expired = store.expire({ now: NOON + 600_000 });
    expect(expired).toHaveLength(held);
    expect(new Set(expired.map(({ state }) => state))).toEqual(new Set(["unknown"]));
    // They count until they can no longer be calls in flight.
    const used = store.usage("agent", { now: NOON + 600_000 });
    expect(used.reduce((sum, { inFlight }) => sum + inFlight, 0)).toBe(held);
    expect(store.check({ now: NOON + 2 * 3_600_000 }).findings).toEqual([]);
    const later = store.usage("agent", { now: NOON + 2 * 3_600_000 });
    expect(later.reduce((sum, { inFlight }) => sum + inFlight, 0)).toBe(0);
    expect(store.acquire({ poolId: "agent", callee: "+12125550150", now: 0, random }).ok).toBe(true);
    store.close();
  });
});

function groupBySlug(leases: readonly Lease[]): ReadonlyMap<string, readonly Lease[]> {
  const groups = new Map<string, Lease[]>();
  for (const lease of leases) groups.set(lease.slug, [...(groups.get(lease.slug) ?? []), lease]);
  return groups;
}
