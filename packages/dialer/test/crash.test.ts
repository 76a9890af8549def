import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LeaseState } from "@dialpool/pool-strategies";
import type { SqliteStore } from "@dialpool/store-sqlite";
import { describe, expect, it } from "vitest";
import type { AttemptState } from "../src/journal.js";
import { addCampaign, freshPaths, openFile } from "./support/journal-file.js";

/** Kills in the gate; `CRASH_KILLS=300` for a long run. */
const KILLS = Number(process.env.CRASH_KILLS ?? 6);
const CONCURRENCY = 7;
const WORKER = fileURLToPath(new URL("support/journal-worker.mjs", import.meta.url));

/** What the lease of an attempt is; that of a redialled one is released, whatever shows up later. */
const LEASES: Readonly<Record<AttemptState, LeaseState>> = {
  intended: "held",
  placed: "placed",
  ended: "ended",
  rejected: "released",
  unknown: "unknown",
  absent: "unknown",
  unclear: "unknown",
};

const nextPath = freshPaths();

describe("processes that are killed at any moment", () => {
  it(`leave no attempt without its lease, no lease without its attempt, and all counts right: ${KILLS} kills of two`, {
    timeout: 60_000 + KILLS * 10_000,
  }, async () => {
    const path = nextPath();
    const first = openFile(path);
    addCampaign(first.journal, "one", 400);
    addCampaign(first.journal, "two", 400);
    // The file itself watches every attempt that is written, whoever writes it.
    first.store.database.exec(`CREATE TRIGGER no_more_open_than_may_be AFTER INSERT ON dialer_attempt
      WHEN (SELECT count(*) FROM dialer_attempt WHERE state IN ('intended', 'placed', 'unknown')) > ${CONCURRENCY}
      BEGIN SELECT RAISE(ABORT, 'more calls are open than may be'); END`);
    first.store.close();

    const told: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const workers = [0, 1].map((which) => startWorker(path, `worker ${kill}.${which}`, told));
      await Promise.all(workers.map(({ isReady }) => isReady));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      for (const { process } of workers) process.kill("SIGKILL");
      const ends = await Promise.all(workers.map(({ isGone }) => isGone));
      expect(ends.map(({ signal, complaint }) => [signal, complaint])).toEqual([
        ["SIGKILL", ""],
        ["SIGKILL", ""],
      ]);

      const { store, journal } = openFile(path);
      expect(journal.check()).toEqual([]);
      expect(store.check({ now: 0 }).findings).toEqual([]);
      const leases = new Map<string, LeaseState>();
      for await (const record of store.exportNamespace())
        if (record.kind === "lease") leases.set(record.id, record.state);
      const attempts = journal.attempts({ limit: 1_000_000 });
      expect(attempts.map(({ leaseId }) => leaseId).sort()).toEqual([...leases.keys()].sort());
      const redialled = idsOfRedialled(store);
      const wrong = attempts.filter(
        ({ id, state, leaseId }) => leases.get(leaseId) !== (redialled.has(id) ? "released" : LEASES[state]),
      );
      expect(wrong).toEqual([]);
      const ids = new Set(attempts.map(({ id }) => id));
      expect(told.filter((id) => !ids.has(id))).toEqual([]);
      const callees = journal.openAttempts().map(({ callee }) => callee);
      expect(new Set(callees).size).toBe(callees.length);
      store.close();
    }
    expect(told.length).toBeGreaterThan(0);
  });

  it("leave nothing of a list that they were importing", async () => {
    const path = nextPath();
    const first = openFile(path);
    addCampaign(first.journal, "whole", 3);
    const script = `
      import { openSqliteStore } from "@dialpool/store-sqlite";
      import { sqliteJournal } from "@dialpool/dialer/sqlite";
      const journal = sqliteJournal(openSqliteStore({ path: ${JSON.stringify(path)} }));
      journal.createCampaign({ id: "half", agentId: "agent", startRate: 1, concurrency: 1, settings: {}, createdAt: 0 });
      journal.addRows("half", Array.from({ length: 30_000 }, (_, at) =>
        ({ kind: "contact", line: at + 1, phone: "+1628" + (5550000 + at), name: "" })));
      journal.addRows("half", [{ kind: "invalid", line: 30_001, reason: "no number" }]);
      console.log("imported");
      setInterval(() => {}, 1000);`;
    const child = spawn(execPath, ["--input-type=module", "--eval", script], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const contacts = () =>
      first.store.database.prepare("SELECT count(*) AS count FROM dialer_contact").get([]) as {
        count: number;
      };
    // While it lives, nobody else takes its rows away.
    const second = openFile(path);
    expect(contacts().count).toBe(30_003);
    child.kill("SIGKILL");
    await once(child, "exit");
    const third = openFile(path);
    expect(contacts().count).toBe(3);
    expect(third.journal.check()).toEqual([]);
    expect(third.journal.campaigns().map(({ id }) => id)).toEqual(["whole"]);
    for (const { store } of [first, second, third]) store.close();
  });
});

function idsOfRedialled({ database }: SqliteStore): ReadonlySet<string> {
  const rows = database.prepare("SELECT id FROM dialer_attempt WHERE redialled = 1").all([]);
  return new Set((rows as { readonly id: string }[]).map(({ id }) => id));
}

function startWorker(path: string, name: string, told: string[]) {
  const child: ChildProcess = spawn(execPath, [WORKER, path, name, String(CONCURRENCY)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.stdout === null || child.stderr === null) throw new Error("The worker has no output.");
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  const isGone = once(child, "close").then(([, signal]) => ({ signal: signal as unknown, complaint }));
  const isReady = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (line === "ready") resolve();
      else told.push(line);
    });
    // One that never gets ready shows in how it ended.
    child.on("close", () => resolve());
  });
  return { process: child, isReady, isGone };
}
