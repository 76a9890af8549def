import { createClient } from "@dialpool/core";
import { startSandbox } from "@dialpool/sandbox";
import { afterAll, beforeAll, expect } from "vitest";
import type { Io } from "../../src/io.js";
import { run } from "../../src/run.js";
import type { IdleClock } from "./idle-clock.js";
import { createTestIo, folderOf } from "./test-io.js";

/** How one command line ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON document on standard output. */
  readonly json: () => Record<string, unknown>;
}

/** What a test may change about the machine. */
export type CliOptions = Partial<Io> & {
  /** Text of `dialpool.yaml` in the working folder. */
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Variables that say where the pool state is kept from one command line to the next; else none is kept. */
  readonly place?: Readonly<Record<string, string>>;
};

function timeOf(clock: IdleClock | undefined, parts: Partial<Io>): Partial<Io> {
  if (clock === undefined) return parts;
  const send = parts.fetch ?? ((request: Request) => fetch(request));
  return { now: clock.now, sleep: clock.sleep, ...parts, fetch: clock.timeless(send) };
}

type RunningSandbox = Awaited<ReturnType<typeof startSandbox>>;

/**
 * A sandbox for all tests of a file, and command lines against it.
 *
 * @param clock Of the sandbox and of every command line; default: the machine's, and sleeping takes no time.
 */
export function useSandbox(options: Parameters<typeof startSandbox>[0] = {}, clock?: IdleClock) {
  let sandbox: RunningSandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      ...(clock === undefined ? {} : { now: clock.now }),
      ...options,
    });
  });
  afterAll(async () => await sandbox?.close());
  const running = (): RunningSandbox => {
    if (sandbox === undefined) throw new Error("The sandbox is not running yet.");
    return sandbox;
  };
  return {
    get agentId() {
      return running().agentId;
    },
    get workspaceId() {
      return running().workspaceId;
    },
    get url() {
      return running().url;
    },
    get apiKey() {
      return running().apiKey;
    },
    client: () => createClient({ apiKey: running().apiKey, baseUrl: running().url }),
    /** A new outbound agent with these numbers in its pool; they become the workspace's own if need be. */
    async agentWith(numbers: readonly string[], name = "Test agent"): Promise<string> {
      const client = createClient({ apiKey: running().apiKey, baseUrl: running().url });
      const { model_id: agentId } = await client.agents.create({
        type: "outbound",
        name,
        agent: { prompt: "Be kind." },
      });
      const owned = await client.numbers.list({ workspace: running().workspaceId }).toArray();
      for (const phone_number of numbers.filter((number) => owned.every((one) => one.number !== number))) {
        await client.numbers.createCustom({
          workspace_id: running().workspaceId,
          phone_number,
          termination_uri: "sip.example.com",
        });
      }
      if (numbers.length > 0) await client.agents.attachPhoneNumbers(agentId, { phone_numbers: numbers });
      return agentId;
    },
    /** Runs a command line in this process, with the sandbox in its environment. The key must not show. */
    async cli(
      args: readonly string[],
      { config, files, place = { DIALPOOL_STORE: "memory" }, ...parts }: CliOptions = {},
    ): Promise<CliResult> {
      const { url, apiKey } = running();
      const cwd = await folderOf({ ...(config === undefined ? {} : { "dialpool.yaml": config }), ...files });
      const env = { SYNTHFLOW_BASE_URL: url, SYNTHFLOW_API_KEY: apiKey, ...place };
      const { io, stdout, stderr } = createTestIo({ cwd, env, ...timeOf(clock, parts) });
      const exitCode = await run(args, io, "0.0.0");
      expect(`${stdout()}${stderr()}`).not.toContain(apiKey);
      return {
        exitCode,
        stdout: stdout(),
        stderr: stderr(),
        json: () => JSON.parse(stdout()) as Record<string, unknown>,
      };
    },
  };
}
