// A process of its own with the store: reads one job as JSON from its arguments, says what it did line by line.
import { openSqliteStore } from "@dialpool/store-sqlite";

const job = JSON.parse(process.argv[2]);
const store = openSqliteStore({ path: job.path, synchronous: "normal", busyTimeoutMs: 60_000 });
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

if (job.kind === "open") say("open");
if (job.kind === "acquire") {
  const granted = [];
  for (let index = 0; index < job.calls; index++) {
    const now = job.now + index * job.stepMs;
    const callee = `+1212555${String(job.worker * 1000 + index).padStart(4, "0")}`;
    const selection = store.acquire({ poolId: job.poolId, callee, now, random: Math.random });
    if (!selection.ok) continue;
    granted.push(selection.lease);
    if (index % 2 === 0) store.settle({ leaseId: selection.lease.id, to: "ended", outcome: "answered", now });
  }
  say(granted);
}
// Places calls until it is killed.
if (job.kind === "endless") {
  for (let index = 0; ; index++) {
    const now = job.now + index * 10;
    const callee = `+1212555${String(index % 10_000).padStart(4, "0")}`;
    store.transaction((database) => {
      const selection = store.acquire({ poolId: job.poolId, callee, now, random: Math.random });
      if (selection.ok)
        database.prepare("INSERT INTO journal (sequence) VALUES (?)").run([selection.lease.sequence]);
    });
    if (index === 50) say("under way");
  }
}
store.close();
