import type { Policy, PoolNumber, Tags } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import {
  DEFAULT_OUTCOMES,
  type OutcomeChances,
  type SimulationReport,
  simulate as simulateCalls,
} from "@dialpool/pool-strategies/simulate";
import { type Command, Option } from "commander";
import { bind, type CommandContext, type CommandDefinition } from "../command.js";
import { listName, type ReportedRow, readList, wholeList } from "../contacts/contact-list.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { durationOf } from "../options/duration.js";
import { instantOf } from "../options/instant.js";
import { rateOf } from "../options/rate.js";
import { seededRandom } from "../options/seeded-random.js";
import {
  concurrencyOption,
  startRateOption,
  withDefaultCountry,
  withSelection,
} from "../options/shared-options.js";
import { wholeNumberOf } from "../options/whole-number.js";
import { presentSimulation } from "../present/simulation.js";
import { loadPolicy } from "../selection/load-policy.js";
import { openPool } from "../selection/open-pool.js";
import { readPoolFile } from "../selection/pool-file.js";
import { type HistoryFlag, readHistory } from "../selection/seed-history.js";

const HOUR_MS = 3_600_000;

/** Flags of `simulate`. */
export interface SimulateFlags {
  readonly agent?: string;
  readonly pool?: string;
  readonly policy?: string;
  readonly tag?: Tags;
  readonly history?: HistoryFlag;
  readonly defaultCountry?: string;
  readonly startRate: number;
  readonly concurrency: number;
  /** Epoch ms. */
  readonly start?: number;
  readonly callSeconds?: number;
  /** From 0 to 1. */
  readonly answerRate?: number;
  /** ms. */
  readonly maxWait: number;
  readonly callsPerDay?: number;
  readonly seed: number;
}

/** The JSON document of `simulate`. */
export interface SimulateData extends SimulationReport {
  /** The contacts file. */
  readonly source: string;
  /** Whose pool: the agent's name, or the pool file. */
  readonly poolName: string;
  /** Rows below the header. */
  readonly rows: number;
  readonly invalid: readonly ReportedRow[];
  readonly duplicates: readonly ReportedRow[];
  readonly startRate: number;
  readonly concurrency: number;
  readonly seed: number;
}

/** `simulate CONTACTS.csv`: what a list, a pool and a policy would make of one another. Calls nobody. */
export const simulate: CommandDefinition<[string], SimulateFlags, SimulateData> = {
  async run(context, flags, file) {
    const listPolicy = await loadPolicy(context, flags.policy);
    const list = await wholeList(readList(context, file, listPolicy, flags), flags.tag ?? {});
    const { poolName, pool, policy, history } = await poolOf(context, flags);
    const { startRate, concurrency, seed, callSeconds, callsPerDay, answerRate } = flags;
    const report = simulateCalls({
      pool,
      policy,
      geography,
      history,
      contacts: list.contacts,
      startAt: flags.start ?? context.io.now(),
      random: seededRandom(seed),
      startRate,
      concurrency,
      maxWaitHours: flags.maxWait / HOUR_MS,
      ...(callSeconds === undefined ? {} : { callSeconds }),
      ...(callsPerDay === undefined ? {} : { callsPerDay }),
      ...(answerRate === undefined ? {} : { outcomes: outcomesWith(answerRate) }),
    });
    return {
      data: {
        source: listName(file),
        poolName,
        rows: list.rows,
        invalid: list.invalid,
        duplicates: list.duplicates,
        startRate,
        concurrency,
        seed,
        ...report,
      },
      exitCode: list.contacts.length === 0 ? EXIT.usage : EXIT.done,
    };
  },
  present: presentSimulation,
};

interface SimulatedPool {
  readonly poolName: string;
  readonly pool: readonly PoolNumber[];
  readonly policy: Policy;
  readonly history: Awaited<ReturnType<typeof readHistory>>;
}

/** A pool file needs neither API nor key. */
async function poolOf(context: CommandContext, flags: SimulateFlags): Promise<SimulatedPool> {
  if (flags.pool !== undefined) {
    const policy = await loadPolicy(context, flags.policy);
    return { poolName: flags.pool, pool: await readPoolFile(context, flags.pool), policy, history: [] };
  }
  const { agentName: poolName, numbers: pool, policy, agentId } = await openPool(context, flags);
  const history = await readHistory(context, { agentId, numbers: pool, policy }, { history: flags.history });
  return { poolName, pool, policy, history };
}

/** The usual mix with another share of answers. */
function outcomesWith(answerRate: number): OutcomeChances {
  const { answered: _, ...others } = DEFAULT_OUTCOMES;
  const total = Object.values(others).reduce((sum, chance) => sum + chance, 0);
  const scaled = Object.entries(others).map(
    ([outcome, chance]) => [outcome, (chance / total) * (1 - answerRate)] as const,
  );
  return { answered: answerRate, ...Object.fromEntries(scaled) };
}

/** Adds `simulate`. */
export function registerSimulate(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withDefaultCountry(withSelection(program.command("simulate")))
    .description(
      "show what a campaign would be like: load, match, waits and the numbers it takes; calls nobody",
    )
    .argument("<contacts>", "CSV file with at least the columns phone and name; - reads standard input")
    .addOption(
      new Option("--pool <file>", "take the numbers from this file instead of an agent's pool").conflicts([
        "agent",
        "history",
      ]),
    )
    .addOption(startRateOption().default(1))
    .addOption(concurrencyOption().default(5))
    .option(
      "--start <time>",
      "when it would begin, e.g. 2026-11-24T15:00:00Z (default: now)",
      instantOf("--start"),
    )
    .option(
      "--call-seconds <n>",
      "how long every call takes (default: by outcome, 3 to 90)",
      rateOf("--call-seconds", { min: 0.1, max: 86_400 }),
    )
    .option(
      "--answer-rate <share>",
      "share of calls that are answered, 0 to 1 (default: 0.3)",
      rateOf("--answer-rate", { min: 0, max: 1 }),
    )
    .addOption(
      new Option("--max-wait <time>", "how long a contact waits for a number before it is dropped")
        .argParser(durationOf("--max-wait", { maxDays: 365 }))
        .default(48 * HOUR_MS, "48h"),
    )
    .option(
      "--calls-per-day <n>",
      "how many calls a day the advice on the pool's size is for (default: the list)",
      wholeNumberOf("--calls-per-day", { min: 1, max: 100_000_000 }),
    )
    .addOption(
      new Option("--seed <n>", "same seed, same outcomes")
        .argParser(wholeNumberOf("--seed", { min: 0, max: 4_294_967_295 }))
        .default(1),
    );
  bind(command, simulate, io, setExitCode);
}
