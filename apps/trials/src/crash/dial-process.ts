import { createClient } from "@dialpool/core";
import { createDialer, type Dialer, type Journal } from "@dialpool/dialer";
import { type SqliteJournal, sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { CRASH_DIALING, CRASH_POLICY } from "./dialing.js";
import type { FromLife, Life, Moment } from "./life.js";

process.on("disconnect", () => process.exit(0));
process.once("message", (message) => {
  live(message as Life).then(
    () => process.exit(0),
    (error: unknown) => {
      tell({
        kind: "failed",
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      process.exitCode = 1;
    },
  );
});
// From here on nothing is left to load: what it is told to do is what it dies of.
tell({ kind: "ready" });

async function live(life: Life): Promise<void> {
  const strike = strikeOf(life);
  const store = openSqliteStore({ path: life.path, synchronous: "full" });
  const { calls, agents } = createClient({ apiKey: life.apiKey, baseUrl: life.url, retryBaseDelayMs: 20 });
  const dialer = createDialer({
    ...CRASH_DIALING,
    client: {
      agents,
      calls: {
        list: calls.list.bind(calls),
        create: async (request, options) => {
          strike("sending");
          const answer = calls.create(request, options);
          strike("sent");
          const placed = await answer;
          strike("answered");
          return placed;
        },
      },
    },
    store,
    journal: strikingJournal(sqliteJournal(store), strike),
    pool: { agentId: life.agentId, policy: CRASH_POLICY },
    onAbsent: life.onAbsent,
  });
  await dialer.campaigns.changePace(life.campaign, { startRate: life.startRate });
  const end = await runToEnd(dialer, life.campaign);
  const ended = { kind: "ended", state: end.state } as const;
  await new Promise<void>((resolve) => {
    process.send?.(end.stop === undefined ? ended : { ...ended, stop: end.stop.message }, () => resolve());
  });
  await dialer.close();
  store.close();
}

/** Goes on when a run was stopped because the API seemed to fail: on a busy machine, answers may be late. */
async function runToEnd({ campaigns }: Dialer, campaign: string) {
  for (;;) {
    const end = await campaigns.run(campaign, { maxWaitMs: 120_000 });
    if (end.stop?.kind !== "api_failing") return end;
  }
}

/** Dies when the moment has come. */
function strikeOf({ death }: Life): (moment: Moment) => void {
  if (death?.by !== "moment") return () => {};
  let left = death.count;
  const die = () => process.kill(process.pid, "SIGKILL");
  return (moment) => {
    if (moment !== death.moment || --left > 0) return;
    if (death.laterMs === 0) die();
    else setTimeout(die, death.laterMs);
  };
}

/** What is written in one commit is on disk, and strikes, when that commit is done. */
function strikingJournal(journal: SqliteJournal, strike: (moment: Moment) => void): Journal {
  let written: Moment[] | undefined;
  const note = (moment: Moment) => {
    if (written === undefined) return strike(moment);
    strike("writing");
    written.push(moment);
  };
  return {
    ...journal,
    together(work) {
      const own: Moment[] = [];
      written = own;
      try {
        const result = journal.together(work);
        for (const moment of own) strike(moment);
        return result;
      } finally {
        written = undefined;
      }
    },
    begin(requests, now) {
      const results = journal.begin(requests, now);
      for (const { outcome } of results) if (outcome === "begun") note("begun");
      return results;
    },
    apply(changes, now) {
      const applied = journal.apply(changes, now);
      for (const { kind } of changes) if (kind === "placed") note("applied");
      return applied;
    },
  };
}

function tell(message: FromLife): void {
  process.send?.(message);
}
