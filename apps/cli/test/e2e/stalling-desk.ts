import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "@dialpool/sandbox";
import { onTestFinished } from "vitest";
import { folderOf } from "../support/test-io.js";
import { type RunningBinary, runBinary, start } from "./binary.js";

export const LONG = { timeout: 180_000 };

/**
 * An attempt that nobody tells of is given up 45 seconds after it was intended; until then somebody may be about to send it.
 * The last seconds go by while the program runs: it is to notice.
 */
const ALMOST_GIVEN_UP_MS = 41_000;

/** Who is on the list. */
export const CALLEES = ["+14155550101", "+12125550102", "+13125550103"] as const;

/** A sandbox that stalls when it is told to, a list, and command lines that share a state. */
export async function setUp() {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const sandbox = await startSandbox({ speed: 1000, outcomes: { completed: 1 }, now });
  onTestFinished(() => sandbox.close());
  const cwd = await folderOf({
    "dialpool.yaml": `agent: ${sandbox.agentId}\npolicy: { limits: { minGapSeconds: null } }\n`,
    "list.csv": `phone,name\n${CALLEES.map((phone) => `${phone},Ann\n`).join("")}`,
  });
  const env = {
    SYNTHFLOW_BASE_URL: sandbox.url,
    SYNTHFLOW_API_KEY: sandbox.apiKey,
    DIALPOOL_STORE: join(cwd, "state.db"),
  };
  return {
    sandbox,
    cwd,
    begin: (...args: readonly string[]) => {
      const running = start(args, env, cwd, aheadMs);
      onTestFinished(() => void running.child.kill("SIGKILL"));
      return running;
    },
    dialpool: (...args: readonly string[]) => runBinary(args, env, cwd, aheadMs),
    json: async <Data>(...args: readonly string[]) =>
      JSON.parse((await runBinary([...args, "--json"], env, cwd, aheadMs)).stdout) as Data,
    /** From now on it is so much later, for the sandbox and for every command, that what was intended just now is given up in a moment. */
    passTime(): void {
      aheadMs += ALMOST_GIVEN_UP_MS;
    },
  };
}

/** The next call is placed, and its answer does not come. */
export function stall(
  sandbox: RunningSandbox,
  when: "before-handling" | "after-handling" = "after-handling",
) {
  return sandbox.faults.next({ operationId: "voice-call", kind: "hang", when });
}

/** Signals once, and again until the process has ended: two signals that come together are one. */
export function insist({ child }: RunningBinary, signal: NodeJS.Signals): void {
  const timer = setInterval(() => child.kill(signal), 50);
  child.once("exit", () => clearInterval(timer));
}

/** Who was called, by the sandbox's own records. */
export const calleesOf = (sandbox: RunningSandbox) => sandbox.calls.map(({ to }) => to).sort();
