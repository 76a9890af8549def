import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type E164, type PolicyInput, type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { openSqliteStore, type SqliteDatabase } from "@dialpool/store-sqlite";
import { median } from "../core/median.js";

/** 24 November 2026, 10:00 UTC. */
const START_AT = 1_795_514_400_000;
/** How long a call lasts: the settlement finds the clock moved on, as it does at work. */
const CALL_MS = 100;
const AREA_CODES = ["415", "212", "310", "628", "917", "512", "303", "206", "617", "702"];

/** How durable a commit is. */
export type Durability = "full" | "normal";

/** Microseconds, medians over all calls of a run. */
export interface SqliteMeasurement {
  readonly durability: Durability;
  readonly numbers: number;
  readonly policy: string;
  readonly bareUpdate: number;
  readonly acquire: number;
  readonly settle: number;
  /** A bare update by the mean of `acquire` and `settle`: verbs for each bare commit. */
  readonly ratio: number;
}

/** Milliseconds, and those of them that were this process's own. */
export interface LoadMeasurement {
  readonly numbers: number;
  readonly policy: string;
  readonly ms: number;
  readonly processorMs: number;
}

/** What is asked of the store. */
export interface SqliteSubject {
  readonly name: string;
  readonly policy: PolicyInput;
}

function numbersOf(count: number): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `+1${AREA_CODES[index % AREA_CODES.length]}${2_000_000 + index}`,
    sid: null,
    slug: `n${String(index).padStart(6, "0")}`,
  }));
}

/** One row, one column, one prepared statement: a bare commit is no cheaper on this binding. */
function bareUpdate(database: SqliteDatabase): () => void {
  database.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, count INTEGER)");
  database.exec("INSERT INTO bare VALUES (1, 0)");
  const update = database.prepare("UPDATE bare SET count = count + 1 WHERE id = 1 RETURNING count").raw(true);
  return () => void update.get([]);
}

/**
 * Acquire and settle, each a commit, in turns with a bare update in a file of its own, on the same disk and with the same
 * settings. Every step takes its own time and the medians count, so that what else the machine does bends all three alike.
 */
export function measureSqlite(
  { name, policy }: SqliteSubject,
  durability: Durability,
  count: number,
  calls: number,
): SqliteMeasurement {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-bench-"));
  const store = openSqliteStore({ path: join(folder, "store.db"), synchronous: durability, geography });
  const other = openSqliteStore({ path: join(folder, "bare.db"), synchronous: durability });
  try {
    const update = bareUpdate(other.database);
    store.load(
      { poolId: "agent", numbers: numbersOf(count), policy: parsePolicy(policy) },
      { now: START_AT },
    );
    const times = { bare: [] as number[], acquire: [] as number[], settle: [] as number[] };
    const warmUp = Math.ceil(calls / 5);
    for (let call = -warmUp; call < calls; call++) {
      // As many calls as the numbers may carry: 50 a day each, evenly spaced.
      const now = START_AT + (call + warmUp) * (86_400_000 / (50 * Math.min(count, 5000)));
      const line = String((call + warmUp) % 10_000).padStart(4, "0");
      const callee: E164 = `+1${AREA_CODES[(call + warmUp) % AREA_CODES.length] as string}555${line}`;
      const began = performance.now();
      update();
      const updated = performance.now();
      const selection = store.acquire({ poolId: "agent", callee, now, random: Math.random });
      const acquired = performance.now();
      if (!selection.ok) throw new Error(`The call was refused: ${selection.code}.`);
      store.settle({
        leaseId: selection.lease.id,
        to: "ended",
        outcome: "answered",
        now: now + CALL_MS,
      });
      const settled = performance.now();
      if (call < 0) continue;
      times.bare.push((updated - began) * 1000);
      times.acquire.push((acquired - updated) * 1000);
      times.settle.push((settled - acquired) * 1000);
    }
    const [bare, acquire, settle] = [median(times.bare), median(times.acquire), median(times.settle)];
    return {
      durability,
      numbers: count,
      policy: name,
      bareUpdate: bare,
      acquire,
      settle,
      ratio: bare / ((acquire + settle) / 2),
    };
  } finally {
    store.close();
    other.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads a pool into a new file. */
export function measureSqliteLoad({ name, policy }: SqliteSubject, count: number): LoadMeasurement {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-bench-"));
  const store = openSqliteStore({ path: join(folder, "store.db"), geography });
  const numbers = numbersOf(count);
  try {
    const cpu = process.cpuUsage();
    const began = performance.now();
    store.load({ poolId: "agent", numbers, policy: parsePolicy(policy) }, { now: START_AT });
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    return { numbers: count, policy: name, ms, processorMs: (user + system) / 1000 };
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
