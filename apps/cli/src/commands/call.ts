import type { CreateCallRequest } from "@dialpool/core";
import type { E164 } from "@dialpool/pool-strategies";
import { type Command, Option } from "commander";
import {
  type CallerIdVerdict,
  type CallSummary,
  compareCallerId,
  summarizeCall,
} from "../calls/call-summary.js";
import { type CountedCall, countEnd, placeCounted } from "../calls/counted-call.js";
import { placeCall } from "../calls/place-call.js";
import { type WaitResult, waitForEnd } from "../calls/wait-for-end.js";
import { usageError } from "../cli-error.js";
import { bind, type CommandContext, type CommandDefinition, type Outcome } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { withDefaultCountry, withSelection } from "../options/shared-options.js";
import { presentCall } from "../present/call.js";
import {
  type ChoiceRequest,
  type ChosenCallerId,
  chooseByHand,
  chooseByPolicy,
  exitCodeOfRefusal,
  type RefusedCallerId,
} from "../selection/choose-caller-id.js";
import { keyValuesOf } from "../selection/key-values.js";
import { openPool } from "../selection/open-pool.js";
import { requirePhone } from "../selection/phone.js";
import { copyPoolState, openPoolState, type PoolState } from "../store/pool-state.js";
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

/** The call that was asked for. */
interface CallPlan {
  readonly agentId: string;
  readonly agentName: string;
  readonly callee: E164;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The JSON document of `call`. */
export type CallData = CallPlan &
  (
    | { readonly outcome: "refused"; readonly selection: RefusedCallerId }
    /** `--dry-run`: nothing was dialled. */
    | { readonly outcome: "planned"; readonly selection: ChosenCallerId }
    | {
        readonly outcome: "placed";
        readonly selection: ChosenCallerId;
        readonly callId: string;
        /** With `--wait`: how the waiting ended, and what the record says. */
        readonly waited?: {
          readonly state: WaitResult["state"];
          readonly record: CallSummary | null;
          readonly verdict: CallerIdVerdict;
        };
      }
  );

/** `call`: chooses a caller ID and places one call from it. */
export const call: CommandDefinition<[], CallFlags, CallData> = {
  async run(context, flags) {
    const callee = requirePhone(
      flags.phone,
      "--phone",
      flags.defaultCountry ?? context.config.defaultCountry,
    );
    const name = flags.name.trim();
    if (name === "") throw usageError("--name is empty: the agent greets the callee by it.");
    const pool = await openPool(context, flags);
    const { agentId, agentName } = pool;
    const plan: CallPlan = { agentId, agentName, callee, name, variables: flags.variable ?? {} };
    const byHand = flags.from === undefined ? undefined : chooseByHand(pool, flags.from);
    const earlier = { history: flags.history, callee };
    if (flags.dryRun) {
      const choose = async () => {
        const copy = await copyPoolState(context, pool, earlier);
        return (await chooseByPolicy(copy, requestOf(plan, flags), context.io)).choice;
      };
      const selection = byHand ?? (await choose());
      return selection.ok ? { data: { ...plan, outcome: "planned", selection } } : refused(plan, selection);
    }
    const state = await openPoolState(context, pool, earlier);
    const { choice: selection, lease } =
      byHand === undefined
        ? await chooseByPolicy(state.store, requestOf(plan, flags), context.io)
        : { choice: byHand };
    if (!selection.ok) return refused(plan, selection);
    const counted: CountedCall =
      lease === undefined ? { byHand: { slug: selection.slug, callee } } : { lease };
    const callId = await placeCounted(context, state, counted, () =>
      placeCall(context, pool, callOf(plan, selection.callerId)),
    );
    if (!flags.wait) return { data: { ...plan, outcome: "placed", selection, callId } };
    return await follow(context, plan, selection, { state, counted, callId });
  },
  present: presentCall,
};

function refused(plan: CallPlan, selection: RefusedCallerId): Outcome<CallData> {
  return { data: { ...plan, outcome: "refused", selection }, exitCode: exitCodeOfRefusal(selection) };
}

function requestOf({ agentId, callee }: CallPlan, { tag = {} }: CallFlags): ChoiceRequest {
  return { agentId, callee, tags: tag };
}

function callOf({ agentId, callee, name, variables }: CallPlan, callerId: string) {
  const list = Object.entries(variables).map(([key, value]) => ({ key, value }));
  return {
    model_id: agentId,
    phone: callee,
    name,
    from_phone_number: callerId,
    ...(list.length === 0 ? {} : { custom_variables: list }),
  } satisfies CreateCallRequest;
}

async function follow(
  context: CommandContext,
  plan: CallPlan,
  selection: ChosenCallerId,
  {
    state,
    counted,
    callId,
  }: { readonly state: PoolState; readonly counted: CountedCall; readonly callId: string },
): Promise<Outcome<CallData>> {
  const { client, io, note } = context;
  if (io.stderr.isTTY) note(`Call ${callId} was placed from ${selection.callerId}; waiting for its end.`);
  const { state: end, record: raw } = await waitForEnd(client(), callId, io);
  if (raw !== undefined && end === "ended") await countEnd(context, state, counted, raw);
  const record = raw === undefined ? null : summarizeCall(raw);
  const verdict = record === null ? "not_shown" : compareCallerId(record, selection.callerId);
  const data: CallData = {
    ...plan,
    outcome: "placed",
    selection,
    callId,
    waited: { state: end, record, verdict },
  };
  return { data, exitCode: exitCodeOfWaiting(end, verdict) };
}

function exitCodeOfWaiting(state: WaitResult["state"], verdict: CallerIdVerdict): ExitCode {
  if (verdict === "different") return EXIT.partial;
  if (state === "interrupted") return EXIT.interrupted;
  return state === "gave_up" ? EXIT.retryLater : EXIT.done;
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
        "take this number of the pool instead of choosing; limits are not asked",
      ).conflicts(["policy", "tag"]),
    )
    .option("--variable <key=value...>", "custom variables for the agent's prompt", keyValuesOf("--variable"))
    .addOption(new Option("--dry-run", "show what would be dialled and dial nothing").conflicts("wait"))
    .option("--wait", "wait until the call has ended and check its caller ID");
  bind(command, call, io, setExitCode);
}
