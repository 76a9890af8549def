import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@dialpool/core";
import { type PolicyInput, parsePolicy, presets } from "@dialpool/pool-strategies";
import { requireDesk } from "../campaign/campaign-desk.js";
import type { CampaignRunData } from "../campaign/run-report.js";
import type { CommandContext, CommandDefinition } from "../command.js";
import { EXIT } from "../exit-codes.js";
import { presentDemo } from "../present/demo.js";
import { chooseByPolicy } from "../selection/choose-caller-id.js";
import { openPool } from "../selection/open-pool.js";
import { copyPoolState } from "../store/pool-state.js";
import { createStoreAccess } from "../store/store-access.js";
import { campaignRun } from "./campaign/run.js";
import { type VerifyData, verify } from "./verify.js";

/** The sample list that ships with the package; this file is bundled into `dist/`, beside `samples/`. */
const SAMPLE_CONTACTS = fileURLToPath(new URL("../samples/contacts.csv", import.meta.url));
/** Simulated calls go this many times faster than real ones. */
const SPEED = 30;
/** A new call shows in the call list after this long, as with the real API. */
const LIST_DELAY_MS = 300;
/** Local presence, with a gap between two calls of a number that runs as much faster as its calls. */
const DEMO_POLICY: PolicyInput = {
  ...presets.localPresence,
  limits: { minGapSeconds: (parsePolicy("localPresence").limits.minGapSeconds ?? 0) / SPEED },
};
/** The first run is interrupted after so many calls. */
const FIRST_CALLS = 80;
/** A contact waits no longer than this for a number. */
const MAX_WAIT_MS = 60_000;

/** Flags of `demo`. */
export interface DemoFlags {
  readonly startRate: number;
  readonly concurrency: number;
}

/** The JSON document of `demo`. */
export interface DemoData {
  readonly sandboxUrl: string;
  /** Contacts that the first run had called when it was interrupted, on purpose. */
  readonly calledBeforeInterrupt: number;
  /** The second run, which went on with the same list. */
  readonly campaign: CampaignRunData;
  /** Absent when the campaign was stopped. */
  readonly verification?: VerifyData;
  /** What was found when the pool state was opened again; absent when the campaign was stopped. */
  readonly kept?: KeptState;
}

/** What outlives a run: a second one knows the calls of the first. */
export interface KeptState {
  readonly file: string;
  /** Calls of the last 24 hours, over all numbers. */
  readonly calls: number;
  /** The first callee, chosen for once more. */
  readonly again: {
    readonly callee: string;
    readonly before: string;
    /** `null` if none is free for it just now. */
    readonly callerId: string | null;
  };
}

/** `demo`: the whole path on a sandbox in this process: contacts, caller IDs, calls, an interrupt, proof. */
export const demo: CommandDefinition<[], DemoFlags, DemoData> = {
  async run(context, flags) {
    const { startSandbox } = await import("@dialpool/sandbox");
    const sandbox = await startSandbox({ speed: SPEED, listDelayMs: LIST_DELAY_MS });
    try {
      const folder = await mkdtemp(join(tmpdir(), "dialpool-demo-"));
      const file = join(folder, "demo.db");
      const { note } = context;
      note(`Sandbox with a pool of ${sandbox.poolSize} numbers at ${sandbox.url}. No real phone rings.`);
      const run = async (inSandbox: CommandContext) => {
        const runFlags = {
          ...flags,
          agent: sandbox.agentId,
          maxWait: MAX_WAIT_MS,
          onAbsent: "leave",
        } as const;
        const outcome = await campaignRun.run(inSandbox, runFlags, SAMPLE_CONTACTS);
        await inSandbox.state.close();
        return outcome;
      };
      const first = await run(interruptedAfter(FIRST_CALLS, context, sandbox, file));
      const calledBeforeInterrupt = callsOf(first.data);
      const inSandbox = sandboxContext(context, sandbox, file);
      const campaign = context.io.interrupted.aborted ? first : await goOn();
      const data = { sandboxUrl: sandbox.url, calledBeforeInterrupt, campaign: campaign.data };
      if (campaign.data.dryRun || campaign.data.stopped !== null)
        return { data, exitCode: campaign.exitCode ?? EXIT.done };
      const verification = await verify.run(inSandbox, { wait: 10 }, undefined);
      const kept = await lookAgain(inSandbox, sandbox.agentId, file);
      return {
        data: { ...data, verification: verification.data, ...(kept === undefined ? {} : { kept }) },
        exitCode: campaign.exitCode || verification.exitCode || EXIT.done,
      };

      async function goOn() {
        note(
          `Interrupted on purpose after ${calledBeforeInterrupt} calls. The same command goes on with the rest.`,
        );
        return await run(inSandbox);
      }
    } finally {
      await sandbox.close();
    }
  },
  present: presentDemo,
};

function callsOf(data: CampaignRunData): number {
  return data.dryRun ? 0 : data.callerIds.reduce((sum, { calls }) => sum + calls, 0);
}

/** A context in which somebody interrupts once so many calls were placed. */
function interruptedAfter(
  calls: number,
  context: CommandContext,
  sandbox: { readonly url: string; readonly apiKey: string },
  file: string,
): CommandContext {
  const interrupt = new AbortController();
  let placed = 0;
  const client = createClient({
    apiKey: sandbox.apiKey,
    baseUrl: sandbox.url,
    async fetch(request) {
      const response = await fetch(request);
      const isCall = request.method === "POST" && new URL(request.url).pathname.endsWith("/calls");
      if (isCall && ++placed === calls) interrupt.abort();
      return response;
    },
  });
  const io = { ...context.io, interrupted: AbortSignal.any([context.io.interrupted, interrupt.signal]) };
  return { ...sandboxContext(context, sandbox, file), io, client: () => client };
}

/** The demo heeds no configuration of the user's: its calls must go to its own sandbox, whatever is set. */
function sandboxContext(
  context: CommandContext,
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  stateFile: string,
): CommandContext {
  const client = createClient({ apiKey, baseUrl: url });
  const state = createStoreAccess(
    () => ({ kind: "sqlite", path: stateFile }),
    () => "demo",
    context.io,
  );
  return { ...context, config: { policy: DEMO_POLICY }, client: () => client, state };
}

/** Opens the pool state as another command would, and only looks. */
async function lookAgain(
  context: CommandContext,
  agent: string,
  file: string,
): Promise<KeptState | undefined> {
  try {
    const { journal } = await requireDesk(context);
    const [first] = await journal.attempts({ limit: 1 });
    if (first === undefined) return undefined;
    const { callee, callerId: before } = first;
    const pool = await openPool(context, { agent });
    const copy = await copyPoolState(context, pool, { history: undefined, callee });
    const usage = copy.usage(pool.agentId, { now: context.io.now() });
    const request = { agentId: pool.agentId, callee, tags: {} };
    const { choice } = await chooseByPolicy(copy, request, context.io);
    const calls = usage.reduce((sum, { callsInDay }) => sum + callsInDay, 0);
    return { file, calls, again: { callee, before, callerId: choice.ok ? choice.callerId : null } };
  } finally {
    await context.state.close();
  }
}
