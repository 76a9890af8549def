import type { E164, LinkTrace, NumberTrace, PoolNumber, Trace } from "@dialpool/pool-strategies";
import type { Command } from "commander";
import { bind, type CommandContext, type CommandDefinition } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { withDefaultCountry, withSelection } from "../options/shared-options.js";
import { presentSelection } from "../present/selection.js";
import {
  type CallerIdChoice,
  type ChoiceRequest,
  chooseByPolicy,
  exitCodeOfRefusal,
} from "../selection/choose-caller-id.js";
import { type OpenPool, openPool } from "../selection/open-pool.js";
import { requirePhone } from "../selection/phone.js";
import type { HistoryFlag } from "../selection/seed-history.js";
import { copyPoolState, openPoolState } from "../store/pool-state.js";

/** Flags of whatever chooses a caller ID. */
export interface SelectionFlags {
  readonly agent?: string;
  readonly policy?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly history?: HistoryFlag;
  readonly defaultCountry?: string;
}

/** Flags of `select`. */
export interface SelectFlags extends SelectionFlags {
  readonly phone: string;
  readonly explain?: boolean;
  /** Count the choice as a call that ends at once. */
  readonly count?: boolean;
}

/** The JSON document of `select`. */
export type SelectData = CallerIdChoice & {
  readonly agentId: string;
  readonly agentName: string;
  readonly callee: E164;
  /** With `--explain`: the links of the route, in the order they are tried. */
  readonly chain?: readonly ExplainedLink[];
};

/** One link of the route, and what was seen of it. */
export interface ExplainedLink extends Pick<LinkTrace, "step" | "outcome" | "size" | "free"> {
  readonly link: string;
  /** ISO 8601: when the first of its numbers at a limit is free again; `null` when none is, or never. */
  readonly freeAt: string | null;
  /** The first by slug, and the chosen one. */
  readonly numbers: readonly ExplainedNumber[];
}

/** One number of a link, and what was seen of it. */
export interface ExplainedNumber extends Pick<NumberTrace, "slug" | "verdict"> {
  readonly number: string;
  /** ISO 8601: from when it is free; `null` when it is, or never will be. */
  readonly freeAt: string | null;
}

/** Numbers of a link that are looked at: what a person reads, and what a program may want. */
const NUMBERS_SHOWN = 10;
const NUMBERS_IN_JSON = 1000;

/** `select`: chooses a caller ID and calls nobody. */
export const select: CommandDefinition<[], SelectFlags, SelectData> = {
  async run(context, flags) {
    const { defaultCountry = context.config.defaultCountry } = flags;
    const callee = requirePhone(flags.phone, "--phone", defaultCountry);
    const pool = await openPool(context, flags);
    const traceNumbers = context.flags.json ? NUMBERS_IN_JSON : NUMBERS_SHOWN;
    const { agentId, agentName } = pool;
    const choice = await choose(context, pool, flags, {
      agentId,
      callee,
      tags: flags.tag ?? {},
      ...(flags.explain ? { traceNumbers } : {}),
    });
    const trace = choice.reasons?.trace;
    return {
      data: {
        agentId,
        agentName,
        callee,
        ...withoutTrace(choice),
        ...(trace === undefined ? {} : { chain: chainOf(trace, pool.numbers) }),
      },
      exitCode: choice.ok ? EXIT.done : exitCodeOfRefusal(choice),
    };
  },
  present: presentSelection,
};

/** The choice is only looked at, unless it is to count: then its call is taken for one that has ended, which nobody else will tell. */
async function choose(
  context: CommandContext,
  pool: OpenPool,
  { history, count }: SelectFlags,
  request: ChoiceRequest,
): Promise<CallerIdChoice> {
  const earlier = { history, callee: request.callee };
  if (!count) {
    const copy = await copyPoolState(context, pool, earlier);
    return (await chooseByPolicy(copy, request, context.io)).choice;
  }
  const { store } = await openPoolState(context, pool, earlier);
  const { choice, lease } = await chooseByPolicy(store, request, context.io);
  if (lease !== undefined) await store.settle({ leaseId: lease.id, to: "ended", now: context.io.now() });
  return choice;
}

/** The trace is shown with the numbers themselves, as the chain. */
function withoutTrace(choice: CallerIdChoice): CallerIdChoice {
  if (choice.reasons === null) return choice;
  const { trace: _, ...reasons } = choice.reasons;
  return { ...choice, reasons };
}

function chainOf({ links }: Trace, numbers: readonly PoolNumber[]): readonly ExplainedLink[] {
  const numberOf = new Map(numbers.map(({ slug, number }) => [slug, number]));
  return links.map(({ name, step, outcome, size, free, freeAt, numbers: seen }) => ({
    link: name,
    step,
    outcome,
    size,
    free,
    freeAt: isoOf(freeAt),
    numbers: seen.map((number) => ({
      number: numberOf.get(number.slug) ?? number.slug,
      slug: number.slug,
      verdict: number.verdict,
      freeAt: isoOf(number.freeAt),
    })),
  }));
}

function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

/** Adds `select`. */
export function registerSelect(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withDefaultCountry(withSelection(program.command("select")))
    .description("choose the caller ID for a call and call nobody")
    .requiredOption("--phone <phone>", "who would be called")
    .option("--explain", "show how the choice came about")
    .option("--count", "count the choice as a call: for scripts that place it by other means");
  bind(command, select, io, setExitCode);
}
