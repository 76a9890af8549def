import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@dialpool/core";
import { isE164, type PolicyInput, parsePolicy, presets } from "@dialpool/pool-strategies";
import type { CampaignReport } from "../campaign/campaign-report.js";
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
  readonly campaign: CampaignReport;
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

/** `demo`: the whole path on a sandbox in this process: contacts, caller IDs, calls, proof. */
export const demo: CommandDefinition<[], DemoFlags, DemoData> = {
  async run(context, flags) {
    const { startSandbox } = await import("@dialpool/sandbox");
    const sandbox = await startSandbox({ speed: SPEED, listDelayMs: LIST_DELAY_MS });
    try {
      const folder = await mkdtemp(join(tmpdir(), "dialpool-demo-"));
      const results = join(folder, "contacts.results.jsonl");
      const stateFile = join(folder, "pool-state.db");
      const inSandbox = sandboxContext(context, sandbox, stateFile);
      context.note(
        `Sandbox with a pool of ${sandbox.poolSize} numbers at ${sandbox.url}. No real phone rings.`,
      );
      const campaign = await campaignRun.run(
        inSandbox,
        {
          ...flags,
          agent: sandbox.agentId,
          results,
          wait: true,
          maxWait: MAX_WAIT_MS,
        },
        SAMPLE_CONTACTS,
      );
      if (campaign.data.stopped !== null) {
        return {
          data: { sandboxUrl: sandbox.url, campaign: campaign.data },
          exitCode: campaign.exitCode ?? EXIT.done,
        };
      }
      await inSandbox.state.close();
      const verification = await verify.run(inSandbox, { wait: 10 }, results);
      const kept = await lookAgain(inSandbox, sandbox.agentId, stateFile, verification.data.attempts);
      return {
        data: {
          sandboxUrl: sandbox.url,
          campaign: campaign.data,
          verification: verification.data,
          ...(kept === undefined ? {} : { kept }),
        },
        exitCode: campaign.exitCode || verification.exitCode || EXIT.done,
      };
    } finally {
      await sandbox.close();
    }
  },
  present: presentDemo,
};

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
  attempts: VerifyData["attempts"],
): Promise<KeptState | undefined> {
  const [first] = attempts;
  if (first === undefined || !isE164(first.phone)) return undefined;
  const { phone: callee, selected: before } = first;
  try {
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
