/** What the journal on SQLite costs, at `synchronous: "full"`: `node measure-journal.js --rows 1000000`. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Contact, ImportedRow } from "@dialpool/dialer";
import type { SqliteJournal } from "@dialpool/dialer/sqlite";
import type { SqliteStore } from "@dialpool/store-sqlite";
import { machineLine } from "../core/machine.js";
import { median } from "../core/median.js";
import { NOW, open, requestFor } from "./campaign-file.js";

const ROWS_AT_ONCE = 4000;
const CALLS = 3200;

const { values: flags } = parseArgs({ options: { rows: { type: "string", default: "1000000" } } });
const rows = Number(flags.rows);

const folder = mkdtempSync(join(tmpdir(), "dialpool-bench-"));
try {
  const path = join(folder, "journal.db");
  const first = open(path);
  console.log(`A campaign of ${rows.toLocaleString("en-US")} contacts, 100 numbers, SQLite at "full".`);
  console.log(machineLine);
  measureImport(first.journal);
  measureReading(first.journal, "untouched");
  for (const batch of [1, 16, 64]) measureCalls(first.journal, batch);
  first.store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  print("size of the file", statSync(path).size / 1e6, "MB");
  halfway(first.store, first.journal);
  first.store.close();
  await kill(path);
  const [resuming, again] = timed(() => {
    const opened = open(path);
    const [contact] = opened.journal.dueContacts("campaign", { now: NOW, limit: 256 });
    const [result] = opened.journal.begin([requestFor(contact as Contact, 1_000)], NOW);
    if (result?.outcome !== "begun") throw new Error("The next call was not begun.");
    return opened;
  });
  print("to the next call after a kill, half-way", resuming.ms, "ms");
  measureReading(again.journal, "half-way");
  again.store.close();
} finally {
  rmSync(folder, { recursive: true });
}

function measureImport(journal: SqliteJournal): void {
  journal.createCampaign({
    id: "campaign",
    agentId: "agent",
    startRate: null,
    concurrency: 1000,
    settings: {},
    createdAt: NOW,
  });
  let took: Took = { ms: 0, cpuMs: 0 };
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const some = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - from) }, (_, at) => rowAt(from + at));
    const [batch] = timed(() => journal.addRows("campaign", some));
    took = { ms: took.ms + batch.ms, cpuMs: took.cpuMs + batch.cpuMs };
  }
  const [sealing] = timed(() => journal.sealCampaign("campaign", { digest: "sha256:bench" }));
  print("import, a row", (took.ms * 1000) / rows, "µs", (took.cpuMs * 1000) / rows);
  print("seal", sealing.ms, "ms");
  print("peak memory", process.resourceUsage().maxRSS / 1024, "MB");
}

function measureReading(journal: SqliteJournal, when: string): void {
  const often = (work: () => unknown) => median(Array.from({ length: 20 }, () => timed(work)[0].ms));
  print(
    `progress, ${when}`,
    often(() => journal.progress("campaign")),
    "ms",
  );
  print(
    `1,000 due contacts, ${when}`,
    often(() => journal.dueContacts("campaign", { now: NOW, limit: 1000 })),
    "ms",
  );
  print(
    `open attempts, ${when}`,
    often(() => journal.openAttempts()),
    "ms",
  );
}

function measureCalls(journal: SqliteJournal, batch: number): void {
  const calls = batch === 1 ? CALLS / 8 : CALLS;
  const due = journal.dueContacts("campaign", { now: NOW, limit: calls });
  const sums = { begin: { ms: 0, cpuMs: 0 }, placed: { ms: 0, cpuMs: 0 }, ended: { ms: 0, cpuMs: 0 } };
  const add = (verb: keyof typeof sums, work: () => unknown) => {
    const [{ ms, cpuMs }] = timed(work);
    sums[verb] = { ms: sums[verb].ms + ms, cpuMs: sums[verb].cpuMs + cpuMs };
  };
  for (let from = 0; from < calls; from += batch) {
    const requests = due.slice(from, from + batch).map((contact) => requestFor(contact, batch));
    const at = NOW + from;
    add("begin", () => {
      if (journal.begin(requests, at).some(({ outcome }) => outcome !== "begun"))
        throw new Error("A call was not begun.");
    });
    add("placed", () =>
      journal.apply(
        requests.map(({ attemptId }) => ({ kind: "placed", attemptId, callId: `call of ${attemptId}`, at })),
        at,
      ),
    );
    add("ended", () =>
      journal.apply(
        requests.map(({ attemptId }) => ({
          kind: "ended",
          attemptId,
          status: "completed",
          outcome: "answered",
          at,
        })),
        at,
      ),
    );
  }
  for (const [verb, { ms, cpuMs }] of Object.entries(sums))
    print(`${verb}, a call, ${batch} in a commit`, (ms * 1000) / calls, "µs", (cpuMs * 1000) / calls);
}

/** Has a process dial for some commits, and kills it: what it wrote last stands in the log. */
async function kill(path: string): Promise<void> {
  const child = fork(fileURLToPath(new URL("killed-process.js", import.meta.url)), [path]);
  const gone = once(child, "exit");
  await once(child, "message");
  child.kill("SIGKILL");
  await gone;
}

/** As a killed process leaves a campaign: half of the contacts are finished, and 500 calls are open. */
function halfway({ database }: SqliteStore, journal: SqliteJournal): void {
  const half = Math.floor(rows / 2);
  database.exec(`UPDATE dialer_contact SET state = 'finished', due_at = NULL, waits_for = NULL
    WHERE state = 'queued' AND line <= ${half}`);
  for (const contact of journal.dueContacts("campaign", { now: NOW, limit: 500 }))
    journal.begin([requestFor(contact, 0)], NOW);
}

function rowAt(at: number): ImportedRow {
  // Spread over all numbers, as lists are: neighbours in the list are none in an index.
  const phone = `+1${2_000_000_000 + ((at * 7_919_351) % 7_999_999_993)}` as const;
  return { kind: "contact", line: at + 2, phone, name: `Callee ${at}`, variables: { order: String(at) } };
}

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

function timed<Result>(work: () => Result): readonly [Took, Result] {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  return [{ ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 }, result];
}

function print(what: string, value: number, unit: string, cpu?: number): void {
  const ofCpu = cpu === undefined ? "" : ` (${cpu.toPrecision(3)} of processor time)`;
  console.log(`${what.padEnd(38)} ${value.toPrecision(3).padStart(8)} ${unit}${ofCpu}`);
}
