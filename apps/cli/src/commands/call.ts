import { poolOfOne } from "@dialpool/dialer";
import { type Command, Option } from "commander";
import { type CallData, type CallPlan, outcomeOf, refused } from "../calls/call-outcome.js";
import { dial, dialerForOne } from "../calls/dial.js";
import { openDesk, requireFile } from "../campaign/campaign-desk.js";
import { usageError } from "../cli-error.js";
import { bind, type CommandContext, type CommandDefinition, type Outcome } from "../command.js";
import { checkVariables } from "../contacts/list-columns.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { withDefaultCountry, withSelection } from "../options/shared-options.js";
import { presentCall } from "../present/call.js";
import { chooseByHand, chooseByPolicy } from "../selection/choose-caller-id.js";
import { findNumber } from "../selection/find-number.js";
import { keyValuesOf } from "../selection/key-values.js";
import { type OpenPool, openPool } from "../selection/open-pool.js";
import { requirePhone } from "../selection/phone.js";
import { newKeyWarning } from "../store/new-key-warning.js";
import { copyPoolState, openPoolState } from "../store/pool-state.js";
import type { SelectionFlags } from "./select.js";

/** Flags of `call`. */
export interface CallFlags extends SelectionFlags {
  readonly phone: string;
  readonly name: string;
  readonly from?: string;
  readonly variable?: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
}

/** Said when a second interrupt ends the command: the call may ring, and is in the journal. */
const LAST_WORDS =
  "The call may have been placed; it is written down, and goes on if it was. `dialpool campaign reconcile`, or the next `dialpool call`, finds out.";

/** `call`: chooses a caller ID and places one call from it. It is written down before it leaves, as a campaign's are. */
export const call: CommandDefinition<[], CallFlags, CallData> = {
  async run(context, flags) {
    const callee = requirePhone(
      flags.phone,
      "--phone",
      flags.defaultCountry ?? context.config.defaultCountry,
    );
    const name = flags.name.trim();
    if (name === "") throw usageError("--name is empty: the agent greets the callee by it.");
    checkVariables(Object.keys(flags.variable ?? {}), "--variable");
    requireFile(context.state);
    const pool = await openPool(context, flags);
    const { agentId, agentName } = pool;
    const plan: CallPlan = { agentId, agentName, callee, name, variables: flags.variable ?? {} };
    const byHand = flags.from === undefined ? undefined : chooseByHand(pool, flags.from);
    await warnOfNewKey(context);
    if (flags.dryRun) return await showPlan(context, flags, pool, plan);
    await openPoolState(context, pool, { history: flags.history, callee });
    const desk = await openDesk(context);
    const { dialer, concurrency } = await dialerForOne(context, desk, pool);
    const { io, note } = context;
    const onInterrupt = () => {
      if (io.stderr.isTTY) note("Waiting for the answer to what has been sent. Ctrl-C again stops at once.");
    };
    io.interrupted.addEventListener("abort", onInterrupt, { once: true });
    io.setLastWords?.(LAST_WORDS);
    try {
      const result = await dial(context, dialer, pool, {
        phone: callee,
        name,
        variables: plan.variables,
        ...(flags.tag === undefined ? {} : { tags: flags.tag }),
        ...(byHand === undefined ? {} : { callerId: byHand.callerId }),
      });
      io.interrupted.removeEventListener("abort", onInterrupt);
      if (result.state === "no_room")
        return { data: { ...plan, outcome: "no_room", concurrency }, exitCode: EXIT.retryLater };
      return await outcomeOf(context, desk, flags, { plan, byHand, result });
    } finally {
      await dialer.close();
      io.interrupted.removeEventListener("abort", onInterrupt);
      io.setLastWords?.("");
    }
  },
  present: presentCall,
};

async function warnOfNewKey({ state, note }: CommandContext): Promise<void> {
  if ((await state.openIfAny()) !== undefined) return;
  const warning = newKeyWarning(await state.filesOfOtherKeys(), {
    missing: "Nothing",
    consequence: "rests, quarantines, and who is called from which number begin anew here",
  });
  if (warning !== undefined) note(`Warning: ${warning}`);
}

/** What would be chosen, from a copy of the state: nothing is counted. */
async function showPlan(
  context: CommandContext,
  { history, from, tag: tags = {} }: CallFlags,
  pool: OpenPool,
  plan: CallPlan,
): Promise<Outcome<CallData>> {
  const { agentId, callee } = plan;
  const copy = await copyPoolState(context, pool, { history, callee });
  const number = from === undefined ? undefined : findNumber(pool.numbers, from);
  const alone = number === undefined ? undefined : poolOfOne(pool, number);
  if (alone !== undefined) copy.load(alone, { now: context.io.now(), random: context.io.random });
  const request = { agentId: alone?.poolId ?? agentId, callee, tags };
  const { choice } = await chooseByPolicy(copy, request, context.io);
  if (!choice.ok) return refused(plan, choice);
  const selection = from === undefined ? choice : chooseByHand(pool, from);
  return { data: { ...plan, outcome: "planned", selection } };
}

/** Adds `call`. */
export function registerCall(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withDefaultCountry(withSelection(program.command("call")))
    .description("choose the caller ID and place one call")
    .requiredOption("--phone <phone>", "who is called")
    .requiredOption("--name <name>", "the callee's name, for the agent to use")
    .addOption(
      new Option(
        "--from <number>",
        "take this number of the pool instead of choosing; its limits hold all the same",
      ).conflicts(["policy", "tag"]),
    )
    .option("--variable <key=value...>", "custom variables for the agent's prompt", keyValuesOf("--variable"))
    .addOption(new Option("--dry-run", "show what would be dialled and dial nothing").conflicts("wait"))
    .option("--wait", "wait until the call has ended and check its caller ID");
  bind(command, call, io, setExitCode);
}
