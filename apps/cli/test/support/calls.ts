import { type CliOptions, useSandbox } from "./cli.js";
import { createIdleClock } from "./idle-clock.js";
import { folderOf } from "./test-io.js";

/** Two caller IDs, the first of the callee's area. */
export const [A, B] = ["+14155550101", "+12125550103"] as const;
export const CALLEE = "+14155550199";
export const DAY_MS = 86_400_000;
export const realFetch = (request: Request) => fetch(request);
const CALL = ["call", "--phone", CALLEE, "--name", "Ann"];

/** Answers `POST /calls` itself. */
export function answering(answer: () => Response) {
  return async (request: Request) => (request.method === "POST" ? answer() : await realFetch(request));
}

/** Single calls of a test file: a sandbox of its own, and agents that call from it. */
export function useCalls() {
  const clock = createIdleClock();
  const sandbox = useSandbox({ speed: 1000 }, clock);
  /** Later than the minimum gap. */
  const inAMoment = { now: () => clock.now() + 9000 };
  const callsOf = (agentId: string) => sandbox.client().calls.list({ model_id: agentId }).toArray();

  /** An agent of its own, and command lines that share a state. */
  async function callerOf(numbers: readonly string[], name?: string) {
    const agentId = await sandbox.agentWith(numbers, name);
    const home = await folderOf({});
    const cli = (args: readonly string[], { config = "", ...options }: CliOptions = {}) =>
      sandbox.cli(args, {
        place: { XDG_STATE_HOME: home },
        config: `agent: ${agentId}\n${config}`,
        ...options,
      });
    return {
      agentId,
      cli,
      call: (more: readonly string[] = [], options: CliOptions = {}) => cli([...CALL, ...more], options),
      /** The same where nothing is known yet. */
      afresh: async (more: readonly string[], options: CliOptions = {}) =>
        cli([...CALL, ...more], { place: { XDG_STATE_HOME: await folderOf({}) }, ...options }),
      placed: () => callsOf(agentId),
    };
  }

  return { clock, sandbox, callsOf, callerOf, inAMoment };
}
