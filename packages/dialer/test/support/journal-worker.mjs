// Begins attempts and learns of them at random, until it is killed. Says "ready", and then the id of every attempt
// that it was told is on disk, one a line.
// Arguments: the file, a name of its own, how many calls may be open.
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";

const [, , path, name, concurrency] = argv;
const journal = sqliteJournal(openSqliteStore({ path, synchronous: "normal" }));
const campaigns = journal.campaigns();
const oneOf = (list) => list[Math.floor(Math.random() * list.length)];
let made = 0;

writeSync(1, "ready\n");
for (;;) {
  const now = Date.now();
  const { id: campaignId } = oneOf(campaigns);
  const due = journal.dueContacts(campaignId, { now, limit: 40 });
  const begun = journal.begin(
    Array.from({ length: Math.min(due.length, 1 + Math.floor(Math.random() * 4)) }, () => {
      const { line, phone } = oneOf(due);
      return {
        attemptId: `${name} ${++made}`,
        contact: { campaignId, line },
        agentId: "agent",
        acquire: { poolId: "agent", callee: phone, now, random: Math.random },
        deadline: now + 60_000,
        sendBy: now + 60_000,
        concurrency: Number(concurrency),
      };
    }),
    now,
  );
  for (const result of begun)
    if (result.outcome === "begun") writeSync(1, `${result.attempt.id}\n`);
    else if (result.outcome === "failed") throw result.error;
  const open = journal.openAttempts();
  if (open.length === 0) continue;
  journal.apply(
    Array.from({ length: 1 + Math.floor(Math.random() * 6) }, () => changeOf(oneOf(open).id, now)),
    now,
  );
}

function changeOf(attemptId, at) {
  return oneOf([
    { kind: "placed", attemptId, callId: `call of ${attemptId}`, at },
    { kind: "unknown", attemptId, reason: "the connection broke" },
    {
      kind: "rejected",
      attemptId,
      reason: "429",
      contact: { to: "queued", dueAt: at, waitsFor: "retry" },
    },
    { kind: "ended", attemptId, status: "completed", outcome: "answered", at },
    {
      kind: "ended",
      attemptId,
      status: "busy",
      outcome: "busy",
      at,
      contact: { to: "queued", dueAt: at, waitsFor: "retry" },
    },
    { kind: "absent", attemptId, redial: true },
    { kind: "unclear", attemptId, reason: "two records may be it" },
  ]);
}
