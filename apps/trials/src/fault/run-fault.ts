import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@dialpool/core";
import { createDialer, type Journal, listContacts, parseRetryRules, type RunEnd } from "@dialpool/dialer";
import { type SqliteJournal, sqliteJournal } from "@dialpool/dialer/sqlite";
import { startSandbox } from "@dialpool/sandbox";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { clientOnClock } from "../clock/client-on-clock.js";
import { VirtualClock } from "../clock/virtual-clock.js";
import { auditCalls, type Finding, postsOf } from "../witness/audit-calls.js";
import { attemptsOf, contactsOf } from "../witness/books.js";
import { calleesFrom } from "../witness/callees.js";
import { seededRandom } from "../witness/seeded-random.js";
import { type Delivered, EventCourier } from "./event-courier.js";
import { FaultDraw, type FaultName } from "./fault-draw.js";
import { startWebhookReceiver } from "./webhook-receiver.js";

/** What a fault trial is to be. */
export interface FaultPlan {
  readonly onAbsent: "leave" | "redial";
  readonly contacts: number;
  readonly faults: readonly FaultName[];
  /** How far the vendor's clock is ahead, ms. */
  readonly clockOffsetMs: number;
  readonly seed: number;
  readonly onProgress?: (sentence: string) => void;
}

/** What came of it. */
export interface FaultReport {
  readonly seconds: number;
  /** On the clock that dialer and sandbox share. */
  readonly hours: number;
  readonly contacts: number;
  readonly byState: RunEnd["progress"]["byState"];
  readonly attempts: Readonly<Record<string, number>>;
  readonly posts: number;
  readonly calls: number;
  readonly struck: FaultDraw["struck"];
  /** Times that a run stopped because several calls in a row had gone wrong, and was resumed. */
  readonly stops: number;
  /** Reads of call records that could not be completed. */
  readonly failedReads: number;
  /** Attempts of which at some time nobody knew whether they were placed: found in the records, or absent. */
  readonly unknown: { readonly found: number; readonly absent: number };
  readonly webhooks: Delivered;
  readonly findings: readonly Finding[];
}

const START = Date.UTC(2026, 10, 2, 15);
/** Calls show up in the records so long after they are placed, ms. */
const LIST_DELAY_MS = 30_000;
const DAY_MS = 86_400_000;
/** The share of stops after which somebody looks at the records, those of attempts that were given up included. */
const RECONCILED_SHARE = 0.3;
const DIALING = {
  concurrency: 100,
  startRate: 20,
  // Real milliseconds: a request that stalls is waited for so long.
  timeoutMs: 150,
  sendWithinMs: 15_000,
  graceMs: 60_000,
  readEveryMs: 5_000,
} as const;

/** Dials a list while the API fails in every way, over real sockets, until each contact is final. */
export async function runFault(plan: FaultPlan): Promise<FaultReport> {
  const startedAt = performance.now();
  const clock = new VirtualClock(START, plan.seed);
  const draw = new FaultDraw(plan.faults, seededRandom(plan.seed + 1));
  const folder = await mkdtemp(join(tmpdir(), "dialpool-fault-"));
  const sandbox = await startSandbox({
    now: clock.now,
    seed: plan.seed,
    outcomes: { completed: 6, busy: 2, "no-answer": 1, failed: 1 },
    listDelayMs: LIST_DELAY_MS,
    clockOffsetMs: plan.clockOffsetMs,
    echoVariables: false,
    faultOf: draw.decide,
    events: false,
    maxLoggedRequests: 1_000_000,
  });
  const store = openSqliteStore({ path: join(folder, "campaign.db") });
  const journal = sqliteJournal(store);
  const everUnknown = new Set<string>();
  const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, retryBaseDelayMs: 2 });
  const dialer = createDialer({
    ...DIALING,
    client: clientOnClock(client, clock),
    store,
    journal: notingUnknown(journal, everUnknown),
    clock,
    pool: {
      agentId: sandbox.agentId,
      policy: { limits: { maxCallsPerDay: null, minGapSeconds: null, maxCallsPerCallee: null } },
    },
    onAbsent: plan.onAbsent,
  });
  const receiver = await startWebhookReceiver(WEBHOOK_SECRET, (callId) => dialer.announceEnd(callId));
  const courier = new EventCourier({
    sandbox,
    clock,
    url: receiver.url,
    random: seededRandom(plan.seed + 2),
  });
  const phones = calleesFrom(0, plan.contacts);
  let [stops, failedReads] = [0, 0];
  try {
    const list = listContacts(phones.map((phone, index) => ({ phone, name: `Contact ${index}` })));
    const { campaign } = await dialer.campaigns.import(list, { retries: parseRetryRules("none") });
    const working = courier.work();
    let end: RunEnd;
    for (;;) {
      end = await dialer.campaigns.run(campaign.name, {
        maxWaitMs: DAY_MS,
        onNote: () => {
          failedReads++;
        },
      });
      if (end.state === "finished") break;
      const isExpected = end.stop?.kind === "api_failing" || end.stop?.kind === "always_rejected";
      if (!isExpected)
        throw new Error(`A run ended as ${end.state}: ${end.stop?.message ?? "nobody knows why"}`);
      stops++;
      if (stops % 100 === 0) plan.onProgress?.(`${stops} stops, ${JSON.stringify(end.progress.byState)}`);
      // Somebody looks at it, now and then at the records as well, and resumes.
      if (clock.random() < RECONCILED_SHARE) {
        await dialer.reconcile().catch(() => {
          failedReads++;
        });
      }
      await clock.sleep(5_000 + clock.random() * 30_000);
    }
    await courier.stop();
    await working;
    const unknown = countUnknown(await attemptsOf(journal), everUnknown);
    // Looking again at what was given up must change nothing.
    for (let time = 0; time < 2; time++) {
      await clock.sleep(120_000);
      await untilDone(() => dialer.reconcile());
    }
    const [attempts, contacts] = [await attemptsOf(journal), await contactsOf(dialer, campaign.name)];
    const { requests, calls } = sandbox;
    const findings: Finding[] = [
      ...auditCalls({ onAbsent: plan.onAbsent, phones, contacts, attempts, requests, calls }),
      ...auditStatuses(attempts, calls),
      ...[...journal.check(), ...store.check({ now: clock.now() }).findings].map(
        ({ law, message }): Finding => ({ law: "health", message: `${law}: ${message}` }),
      ),
    ];
    if (courier.delivered.forgedTaken > 0)
      findings.push({ law: "match", message: `${courier.delivered.forgedTaken} forged events were taken.` });
    const verified = await untilDone(() => dialer.verify());
    if (verified.matches !== calls.length || verified.unknownCalls.length > 0)
      findings.push({
        law: "match",
        message: `Verifying matched ${verified.matches} of ${calls.length} calls.`,
      });
    return {
      seconds: (performance.now() - startedAt) / 1000,
      hours: (clock.now() - START) / 3_600_000,
      contacts: phones.length,
      byState: (await dialer.campaigns.status(campaign.name)).progress.byState,
      attempts: countBy(attempts.map(({ state }) => state)),
      posts: postsOf(requests).length,
      calls: calls.length,
      struck: draw.struck,
      stops,
      failedReads,
      unknown,
      webhooks: courier.delivered,
      findings,
    };
  } finally {
    await dialer.close();
    await receiver.close();
    await sandbox.close();
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const WEBHOOK_SECRET = "sandbox-webhook-secret";

/** Repeats a read of records until it came to its end: pages go wrong. */
async function untilDone<Result>(read: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

type Attempts = Awaited<ReturnType<typeof attemptsOf>>;

/** What webhooks said must not count: the status is the record's. */
function auditStatuses(
  attempts: Attempts,
  calls: readonly { readonly callId: string; readonly status: string }[],
): readonly Finding[] {
  const statusOf = new Map(calls.map(({ callId, status }) => [callId, status]));
  return attempts.flatMap(({ id, callId, status }): Finding[] => {
    if (callId === undefined || status === statusOf.get(callId)) return [];
    return [
      { law: "match", message: `Attempt ${id} ended as ${status}, and its call as ${statusOf.get(callId)}.` },
    ];
  });
}

function countUnknown(attempts: Attempts, everUnknown: ReadonlySet<string>): FaultReport["unknown"] {
  const states = attempts.filter(({ id }) => everUnknown.has(id)).map(({ state }) => state);
  return {
    found: states.filter((state) => state === "ended").length,
    absent: states.filter((state) => state === "absent").length,
  };
}

/** The journal, while it is noted of which attempts it was ever not known whether they were placed. */
function notingUnknown(journal: SqliteJournal, everUnknown: Set<string>): Journal {
  return {
    ...journal,
    apply: (changes, now) => {
      for (const change of changes) if (change.kind === "unknown") everUnknown.add(change.attemptId);
      return journal.apply(changes, now);
    },
  };
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
