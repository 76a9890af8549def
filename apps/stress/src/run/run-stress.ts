import { setTimeout as wait } from "node:timers/promises";
import { type AuditReport, audit } from "../audit/audit.js";
import { LogWriter, machineMicroseconds } from "../log/log-writer.js";
import { readLogs } from "../log/read-log.js";
import type { StressPlan } from "../plan/plan.js";
import { stressSetup } from "../plan/pools.js";
import { seededRandom } from "../plan/seeded-random.js";
import { WorkClock } from "../plan/work-clock.js";
import { Overseer } from "./overseer.js";
import type { StoreHost } from "./store-host.js";
import { Team } from "./team.js";

/** How often the parent looks how far the work is, ms. */
const LOOK_MS = 20;

/** What came of a run. */
export interface StressReport extends AuditReport {
  readonly acquires: number;
  readonly seconds: number;
  readonly acquiresPerSecond: number;
  readonly grantedShare: number;
  readonly kills: number;
  readonly troubles: readonly string[];
}

/**
 * Runs a plan with real processes, then audits all that they wrote down.
 *
 * @param workerPath The built `worker.js`.
 */
export async function runStress(
  plan: StressPlan,
  host: StoreHost,
  workerPath: string,
): Promise<StressReport> {
  const clock = WorkClock.create(plan.folder, plan.processes);
  const log = new LogWriter(`${plan.folder}/parent.jsonl`);
  const overseer = await Overseer.open(plan, clock, log);
  await overseer.load();
  const team = new Team(workerPath, plan);
  const begun = machineMicroseconds();
  let isOver = false;
  const work = team.work().finally(() => {
    isOver = true;
  });
  const troubles = await Promise.all([
    oversee(plan, { clock, overseer, team, host, log }, () => isOver).catch(async (error: Error) => {
      team.stop(error);
      await work;
      return [];
    }),
    work,
  ]).then(([struck]) => struck);
  const seconds = (machineMicroseconds() - begun) / 1e6;
  const aftermath = await overseer.aftermath();
  const journal = await overseer.journal();
  await overseer.close();
  log.close();
  const acquires = clock.done();
  clock.close();
  const { kills } = team;
  const entries = readLogs(plan.folder);
  const report = audit(
    { entries, journal, aftermath },
    { kills, lossMs: host.lossMs },
    { ...stressSetup, policies: plan.policies },
  );
  return {
    acquires,
    seconds,
    acquiresPerSecond: acquires / seconds,
    grantedShare: report.granted / acquires,
    kills,
    troubles,
    ...report,
  };
}

interface Scene {
  readonly clock: WorkClock;
  readonly overseer: Overseer;
  readonly team: Team;
  readonly host: StoreHost;
  readonly log: LogWriter;
}

/** Kills, strikes, sweeps and loads again while the team works. */
async function oversee(
  { acquires, seed, troubles: { kills, server = [] } }: StressPlan,
  { clock, overseer, team, host, log }: Scene,
  isOver: () => boolean,
): Promise<readonly string[]> {
  const random = seededRandom(seed + 77);
  const struck: string[] = [];
  const strikes = [...server].sort((a, b) => a.at - b.at);
  let isLoadedAgain = false;
  let killedAt = machineMicroseconds();
  while (!isOver()) {
    await wait(LOOK_MS);
    const share = clock.done() / acquires;
    const isKillDue =
      kills !== undefined &&
      ("everyMs" in kills
        ? machineMicroseconds() - killedAt >= kills.everyMs * 1_000
        : team.kills < kills.times && share >= (team.kills + 1) / (kills.times + 1));
    if (isKillDue) {
      killedAt = machineMicroseconds();
      await team.kill(random());
      log.write({ kind: "trouble", what: "kill", at: killedAt, until: machineMicroseconds() });
    }
    const [next] = strikes;
    if (next !== undefined && share >= next.at) {
      strikes.shift();
      const at = machineMicroseconds();
      const moved = await host.strike(next.what);
      log.write({ kind: "trouble", what: next.what, at, until: machineMicroseconds() });
      struck.push(next.what);
      if (moved !== undefined) {
        team.move(moved);
        await overseer.move(moved);
      }
    }
    if (!isLoadedAgain && share >= 0.5) isLoadedAgain = await overseer.loadAgain();
    await overseer.sweep();
  }
  return struck;
}
