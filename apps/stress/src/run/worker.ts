import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LogWriter, machineMicroseconds } from "../log/log-writer.js";
import { LOG_ENDING, readLog } from "../log/read-log.js";
import type { StressPlan } from "../plan/plan.js";
import { seededRandom } from "../plan/seeded-random.js";
import { WorkClock } from "../plan/work-clock.js";
import { openStore } from "../store/open-store.js";
import { Caller } from "./caller.js";
import type { FromWorker, ToWorker } from "./messages.js";
import { perform } from "./perform.js";

/** How long a process waits before it asks a store again that could not be reached, ms. */
const RETRY_MS = 20;

process.once("message", (message: ToWorker) => {
  if (message.kind !== "work") throw new TypeError("A process is told what to do first.");
  work(message.plan, message.process, message.life).then(
    () => tell({ kind: "done" }),
    (error: Error) => tell({ kind: "broken", message: error.stack ?? error.message }),
  );
});
process.on("disconnect", () => process.exit(1));

function tell(message: FromWorker): void {
  process.send?.(message, () => process.disconnect());
}

async function work(plan: StressPlan, index: number, life: number): Promise<void> {
  const { folder, processes, acquires, seed, policies, skewsMs } = plan;
  const share = Math.ceil(acquires / processes);
  const random = seededRandom(seed * 10_007 + index * 1_009 + life);
  const caller = new Caller(policies, random);
  takeOver(caller, folder, index, life);
  const clock = new WorkClock(folder, processes);
  const log = new LogWriter(logPath(folder, index, life));
  let store = await openStore(plan.store, plan);
  let moved: string | undefined;
  process.on("message", (message: ToWorker) => {
    if (message.kind === "moved") moved = message.store;
  });
  const skewMs = skewsMs[index % skewsMs.length] ?? 0;
  const write = log.write.bind(log);
  let done = clock.doneBy(index);
  for (let verb = 1; done < share; verb++) {
    if (moved !== undefined) {
      await store.close();
      store = await openStore(moved, plan);
      moved = undefined;
    }
    const now = (plan.clock === "real" ? Date.now() : clock.now()) + skewMs;
    const id = `${index}.${life}.${verb}`;
    const { verb: kind, failed } = await perform(
      { store, caller, write, machine: machineMicroseconds },
      id,
      now,
    );
    // A clock that is off stays so: what was refused for it is done.
    if (kind === "acquire" && (failed === undefined || failed === "clock_skew")) clock.tell(index, ++done);
    if (failed !== undefined) await wait(RETRY_MS);
    // A store that answers at once would never let a message through.
    else if (verb % 64 === 0) await wait(0);
  }
  await store.close();
  log.close();
  clock.close();
}

/** A process that was killed is followed by one that settles what the dead one's log says is open. */
function takeOver(caller: Caller, folder: string, index: number, life: number): void {
  const path = logPath(folder, index, life - 1);
  if (!existsSync(path)) return;
  const entries = readLog(path);
  const open = new Map(
    entries.flatMap((entry) => (entry.kind === "granted" ? [[entry.lease.id, entry.lease]] : [])),
  );
  const answered = new Set(entries.flatMap((entry) => (entry.kind === "settled" ? [entry.id] : [])));
  for (const entry of entries)
    if (
      entry.kind === "settle" &&
      (entry.to === "ended" || entry.to === "released") &&
      answered.has(entry.id)
    )
      open.delete(entry.leaseId);
  for (const lease of open.values()) caller.granted(lease);
}

function logPath(folder: string, index: number, life: number): string {
  return join(folder, `process-${index}-life-${String(life).padStart(4, "0")}${LOG_ENDING}`);
}
