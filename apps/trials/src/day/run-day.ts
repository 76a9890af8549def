import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@dialpool/core";
import { createDialer, listContacts, parseCallingHours, parseRetryRules } from "@dialpool/dialer";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { createSandbox } from "@dialpool/sandbox";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { clientOnClock } from "../clock/client-on-clock.js";
import { VirtualClock } from "../clock/virtual-clock.js";
import { AREAS } from "./areas.js";
import { type AreaHours, auditHours } from "./audit-hours.js";
import type { Rules } from "./rules.js";

/** What a simulated day is to be. */
export interface DayPlan {
  /** When it begins, epoch ms. */
  readonly from: number;
  readonly hours: number;
  readonly rules: Rules;
  /** Campaigns that run at once, each to one number of every area, each with delays of its own: 1 to 99. */
  readonly campaigns: number;
  readonly seed: number;
}

/** What came of it. */
export interface DayReport {
  readonly rules: string;
  readonly from: string;
  readonly hours: number;
  readonly seconds: number;
  readonly calls: number;
  readonly areas: readonly AreaHours[];
  /** Sentences: calls out of hours, and areas that were not called near the edges of their hours. */
  readonly findings: readonly string[];
}

const HOUR_MS = 3_600_000;
/** Nearer to an edge than this some call of an area must have come, minutes. */
const NEAR_OPENING = 5;
const NEAR_CLOSING = 60;

/**
 * Dials numbers of everywhere, all of them busy, again and again for days, on a clock that jumps; and looks at each
 * call on the clocks of the places that it went to.
 */
export async function runDay(plan: DayPlan): Promise<DayReport> {
  const startedAt = performance.now();
  const until = plan.from + plan.hours * HOUR_MS;
  const clock = new VirtualClock(plan.from, plan.seed);
  const folder = await mkdtemp(join(tmpdir(), "dialpool-day-"));
  const sandbox = createSandbox({ now: clock.now, seed: plan.seed, outcomes: { busy: 1 } });
  const client = createClient({ apiKey: sandbox.apiKey, fetch: sandbox.fetch });
  const store = openSqliteStore({ path: join(folder, "day.db"), synchronous: "normal" });
  const limits = { maxCallsPerCallee: null, maxCallsPerDay: null, minGapSeconds: null };
  const dialer = createDialer({
    client: clientOnClock(client, clock),
    store,
    journal: sqliteJournal(store),
    clock,
    pool: { agentId: sandbox.agentId, policy: { limits } },
    // Some calls of a burst leave half a minute after it began: those that would leave too late must not.
    startRate: 1,
    concurrency: 200,
    readEveryMs: 2_000,
  });
  try {
    const hours = parseCallingHours(plan.rules.input);
    const dueAt = new Map<string, number>();
    for (let campaign = 0; campaign < plan.campaigns; campaign++) {
      const name = `campaign ${campaign}`;
      const digits = String(campaign).padStart(2, "0");
      const list = listContacts(
        AREAS.map(({ stem, name }) => ({ phone: `${stem}${digits}` as const, name })),
      );
      const delayMinutes = delaysOf(campaign, plan);
      const retries = parseRetryRules({ maxAttempts: 20, busy: { retries: 19, delayMinutes } });
      await dialer.campaigns.import(list, { name, hours, retries });
      dueAt.set(name, plan.from);
    }
    for (;;) {
      const [next] = [...dueAt].sort(([, a], [, b]) => a - b);
      if (next === undefined || next[1] >= until) break;
      const [name, at] = next;
      await clock.sleep(at - clock.now());
      const { state, progress, stop } = await dialer.campaigns.run(name);
      if (state === "waiting") dueAt.set(name, progress.nextDueAt ?? clock.now() + 1_000);
      else if (state === "finished") dueAt.delete(name);
      else throw new Error(`A run ended as ${state}: ${stop?.message ?? "nobody knows why"}`);
    }
    const areas = AREAS.map((area) =>
      auditHours(area, plan.rules, sandbox.calls, { from: plan.from, until }),
    );
    return {
      rules: plan.rules.name,
      from: new Date(plan.from).toISOString(),
      hours: plan.hours,
      seconds: (performance.now() - startedAt) / 1000,
      calls: sandbox.calls.length,
      areas,
      findings: [...areas.flatMap(({ broken }) => broken), ...areas.flatMap(farFromEdges)],
    };
  } finally {
    await dialer.close();
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Twenty calls over the whole span, no two campaigns in step. */
function delaysOf(campaign: number, { hours, campaigns }: DayPlan): readonly number[] {
  const usual = (hours * 60) / 40;
  const share = (campaign + 0.5) / campaigns;
  return Array.from({ length: 19 }, (_, retry) => usual * (0.3 + share + ((retry * 7) % 19) / 38));
}

function farFromEdges({
  area,
  afterOpeningMinutes = 0,
  beforeClosingMinutes = 0,
}: AreaHours): readonly string[] {
  if (afterOpeningMinutes <= NEAR_OPENING && beforeClosingMinutes <= NEAR_CLOSING) return [];
  return [
    `${area} was called ${afterOpeningMinutes.toFixed(0)} minutes after an opening and ${beforeClosingMinutes.toFixed(0)} before a closing, at best: too few calls to show that its edges hold; more hours or campaigns bring more.`,
  ];
}
