import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@dialpool/core";
import { createDialer, listContacts, parseRetryRules } from "@dialpool/dialer";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { machineClockOrigin } from "../clock/machine-clock.js";
import { postsOf } from "../witness/audit-calls.js";
import { calleesFrom } from "../witness/callees.js";
import { type SandboxHost, startSandboxProcess } from "../witness/sandbox-host.js";
import { busiestSecond, meanRate } from "./busiest-second.js";
import { PACE_DIALING, PACE_POLICY } from "./dialing.js";
import type { FromPace, PaceOrder, SentCall } from "./pace-process.js";

/** What a pace trial is to be. */
export interface PacePlan {
  /** Calls that may start in any second. */
  readonly caps: number;
  readonly seconds: number;
  /** Processes that dial on one file. */
  readonly processes: number;
  /** The share of the rate that must be reached, 0 to 1. */
  readonly leastRate: number;
  /** Where the built processes are. */
  readonly folder: URL;
}

/** What came of it. */
export interface PaceReport {
  readonly caps: number;
  readonly processes: number;
  readonly calls: number;
  readonly seconds: number;
  /** Most calls of which the dialer decided in any second that they leave now. */
  readonly decidedInASecond: number;
  /** Most calls that left in any second. */
  readonly sentInASecond: number;
  /** The longest that a process was held up between its look at the clock and its call, ms. */
  readonly heldUpMs: number;
  /** Most calls that arrived in any second. */
  readonly arrivedInASecond: number;
  /** Calls a second that left, of those that may. */
  readonly rateReached: number;
  /** Sentences: laws that were broken. */
  readonly findings: readonly string[];
}

/** More contacts than can be called in the time. */
const SPARE = 1.1;
/** What may arrive in a second beyond what was sent: packets are late. */
const LATE_SHARE = 0.01;

/**
 * Dials as fast as it may for a while, and stamps each call on the machine's monotonic clock, twice: where it is sent, and
 * where it arrives, in another process.
 */
export async function runPace(plan: PacePlan): Promise<PaceReport> {
  const { seconds, processes } = plan;
  const folder = await mkdtemp(join(tmpdir(), "dialpool-pace-"));
  const clockOrigin = machineClockOrigin();
  const sandbox = await startSandboxProcess(plan.folder, { speed: 200, poolSize: 200, clockOrigin });
  const path = join(folder, "campaign.db");
  const script = fileURLToPath(new URL("pace-process.js", plan.folder));
  const children = Array.from({ length: processes }, () => fork(script));
  try {
    await Promise.all(children.map((child) => answerOf(child, "ready")));
    const campaign = await importList(path, sandbox, plan);
    const { url, apiKey, agentId } = sandbox;
    const order: PaceOrder = { path, url, apiKey, agentId, campaign, seconds, clockOrigin };
    for (const child of children) child.send(order);
    const sent = (await Promise.all(children.map((child) => answerOf(child, "sent")))).flatMap(
      ({ calls }) => calls,
    );
    const arrived = postsOf(await sandbox.requests()).map(({ at }) => at);
    return reportOf(plan, sent, arrived);
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function importList(path: string, { url, apiKey, agentId }: SandboxHost, plan: PacePlan) {
  const store = openSqliteStore({ path });
  const dialer = createDialer({
    ...PACE_DIALING,
    client: createClient({ apiKey, baseUrl: url }),
    store,
    journal: sqliteJournal(store),
    pool: { agentId, policy: PACE_POLICY },
  });
  const phones = calleesFrom(0, Math.ceil(plan.caps * plan.seconds * SPARE) + 10);
  const list = listContacts(phones.map((phone, index) => ({ phone, name: `Contact ${index}` })));
  const { campaign } = await dialer.campaigns.import(list, {
    retries: parseRetryRules("none"),
    startRate: plan.caps,
  });
  await dialer.close();
  store.close();
  return campaign.name;
}

async function answerOf<Kind extends FromPace["kind"]>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<FromPace, { readonly kind: Kind }>> {
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`A dialing process ended with ${String(code)}.`);
  });
  // Who is killed at the end is nobody's failure.
  gone.catch(() => {});
  const [message] = await Promise.race([once(child, "message"), gone]);
  if ((message as FromPace).kind !== kind) throw new Error(`A dialing process is not ${kind}.`);
  return message as Extract<FromPace, { readonly kind: Kind }>;
}

function reportOf(
  { caps, processes, leastRate }: PacePlan,
  calls: readonly SentCall[],
  arrived: readonly number[],
): PaceReport {
  const decidedInASecond = busiestSecond(calls.map(({ lookedAt }) => lookedAt));
  const sent = calls.map(({ sentAt }) => sentAt);
  const [sentInASecond, arrivedInASecond] = [busiestSecond(sent), busiestSecond(arrived)];
  const heldUpMs = Math.max(...calls.map(({ lookedAt, sentAt }) => sentAt - lookedAt));
  const rateReached = meanRate(sent) / caps;
  const mayArrive = Math.ceil(caps * (1 + LATE_SHARE));
  const findings = [
    ...(decidedInASecond > caps
      ? [`${decidedInASecond} calls were to leave in a second, at ${caps} CAPS.`]
      : []),
    ...(sentInASecond > caps ? [`${sentInASecond} calls left in a second, at ${caps} CAPS.`] : []),
    ...(arrivedInASecond > mayArrive
      ? [`${arrivedInASecond} calls arrived in a second, and ${mayArrive} may.`]
      : []),
    ...(sent.length < arrived.length ? [`${arrived.length} calls arrived of ${sent.length} that left.`] : []),
    ...(rateReached >= leastRate ? [] : [`${(100 * rateReached).toFixed(1)} % of the rate were reached.`]),
  ];
  return {
    caps,
    processes,
    calls: sent.length,
    seconds: (Math.max(...sent) - Math.min(...sent)) / 1_000,
    decidedInASecond,
    sentInASecond,
    heldUpMs,
    arrivedInASecond,
    rateReached,
    findings,
  };
}
