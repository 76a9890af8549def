import { join } from "node:path";
import type { Call } from "@dialpool/core";
import type { CampaignRunData } from "../../src/campaign/run-report.js";
import { type CliOptions, type CliResult, useSandbox } from "./cli.js";
import { createIdleClock } from "./idle-clock.js";
import { folderOf } from "./test-io.js";

export const NUMBERS = ["+14155550142", "+12125550142", "+13125550142"];
export const PHONES = [
  "+14155550101",
  "+12125550102",
  "+13125550103",
  "+16465550104",
  "+14155550105",
  "+442079460106",
];
export const CONTACTS = csvOf(PHONES);
/** Nobody waits for a number. */
const NO_GAP = "policy: { limits: { minGapSeconds: null } }\n";

const HOUR_MS = 3_600_000;

type Report = Extract<CampaignRunData, { readonly dryRun: false }>;

/** A list of these people as CSV. */
export function csvOf(phones: readonly string[]): string {
  return `phone,name\n${phones.map((phone, index) => `${phone},Contact ${index + 1}\n`).join("")}`;
}

/** Standard input with this text in it. */
export function inputOf(text: string): NonNullable<CliOptions["stdin"]> {
  return {
    isTTY: false,
    async *[Symbol.asyncIterator]() {
      yield new TextEncoder().encode(text);
    },
  };
}

/** Campaigns of a test file: a sandbox of its own, on a clock that all of them share. */
export function useCampaigns() {
  let blockedCallerId: string | undefined;
  const clock = createIdleClock();
  const sandbox = useSandbox(
    {
      speed: 2000,
      outcomeOf: ({ from }) => (from === blockedCallerId ? { status: "spam" } : undefined),
    },
    clock,
  );

  /** A folder with a list and a state file, an agent of its own, and command lines on them. */
  async function campaignOf(
    contacts: string,
    {
      config = NO_GAP,
      numbers = NUMBERS,
      files = {},
    }: {
      readonly config?: string;
      readonly numbers?: readonly string[];
      readonly files?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const agentId = await sandbox.agentWith(numbers);
    const cwd = await folderOf({ "list.csv": contacts, "dialpool.yaml": config, ...files });
    const machine = {
      cwd,
      place: { DIALPOOL_STORE: join(cwd, "state.db") },
      random: Math.random,
    };
    const cli = (args: readonly string[], options: CliOptions = {}) =>
      sandbox.cli(args, { ...machine, ...options });
    const flags = ["--agent", agentId, "--start-rate", "200", "--max-wait", "0s"];
    return {
      agentId,
      cwd,
      cli,
      run: (args: readonly string[] = [], options: CliOptions = {}) =>
        cli(["campaign", "run", "list.csv", ...flags, ...args], options),
      /** The same with another list, or none. */
      runFile: (file: readonly string[], args: readonly string[] = [], options: CliOptions = {}) =>
        cli(["campaign", "run", ...file, ...flags, ...args], options),
      placed: (): Promise<readonly Call[]> => sandbox.client().calls.list({ model_id: agentId }).toArray(),
    };
  }

  return {
    sandbox,
    campaignOf,
    /** Moves the clock on, the sandbox's and the command line's. */
    passTime: clock.pass,
    /** Moves it on to the next time that it is this hour in UTC. */
    passTimeToHour(hour: number): void {
      const sinceHour = (clock.now() - hour * HOUR_MS) % (24 * HOUR_MS);
      clock.pass(24 * HOUR_MS - sinceHour);
    },
    /** From now on calls from this number are turned away as spam; `undefined`: none. */
    block(callerId: string | undefined): void {
      blockedCallerId = callerId;
    },
  };
}

/** What `campaign run --json` said. */
export const reportOf = (result: CliResult) => result.json() as unknown as Report;

/** Counts `POST /calls` and lets a test do something else with one of them (1 is the first). */
export function onCall(act: (count: number, request: Request) => Promise<Response | undefined>) {
  let count = 0;
  return async (request: Request): Promise<Response> => {
    if (request.method === "POST" && request.url.endsWith("/calls")) {
      count++;
      const answer = await act(count, request.clone());
      if (answer !== undefined) return answer;
    }
    return await fetch(request);
  };
}

/** As `fetch` fails on a connection. */
export function networkError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}
