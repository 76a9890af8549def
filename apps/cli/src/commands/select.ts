import type { E164, Reasons, SkipReason } from "@dialpool/pool-strategies";
import type { Command } from "commander";
import { bind, type CommandDefinition } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { withDefaultCountry, withSelection } from "../options/shared-options.js";
import { presentSelection } from "../present/selection.js";
import { type CallerIdChoice, chooseByPolicy, exitCodeOfRefusal } from "../selection/choose-caller-id.js";
import { openPool } from "../selection/open-pool.js";
import { requirePhone } from "../selection/phone.js";
import { seedHistory } from "../selection/seed-history.js";

/** Flags of whatever chooses a caller ID. */
export interface SelectionFlags {
  readonly agent?: string;
  readonly policy?: string;
  readonly tag?: Readonly<Record<string, string>>;
  /** False for `--no-history`. */
  readonly history: boolean;
  readonly defaultCountry?: string;
}

/** Flags of `select`. */
export interface SelectFlags extends SelectionFlags {
  readonly phone: string;
  readonly explain?: boolean;
}

/** The JSON document of `select`. */
export type SelectData = CallerIdChoice & {
  readonly agentId: string;
  readonly agentName: string;
  readonly callee: E164;
  /** With `--explain`: the links that were tried, in order. */
  readonly chain?: readonly TriedLink[];
};

/** One link of the route, and what it gave. */
export interface TriedLink {
  readonly link: string;
  readonly outcome: "chosen" | SkipReason;
  /** How many numbers it holds; `null` for the one that was chosen from. */
  readonly size: number | null;
}

/** `select`: chooses a caller ID and calls nobody. */
export const select: CommandDefinition<[], SelectFlags, SelectData> = {
  async run(context, flags) {
    const { io, config } = context;
    const callee = requirePhone(flags.phone, "--phone", flags.defaultCountry ?? config.defaultCountry);
    const pool = await openPool(context, flags);
    if (flags.history) await seedHistory(context, pool);
    const choice = await chooseByPolicy(pool, { callee, tags: flags.tag ?? {} }, io);
    const { agentId, agentName } = pool;
    return {
      data: {
        agentId,
        agentName,
        callee,
        ...choice,
        ...(flags.explain ? { chain: chainOf(choice.reasons) } : {}),
      },
      exitCode: choice.ok ? EXIT.done : exitCodeOfRefusal(choice),
    };
  },
  present: presentSelection,
};

function chainOf(reasons: Reasons | null): readonly TriedLink[] {
  const { link, skipped = [] } = reasons ?? {};
  const tried = skipped.map(
    ({ link: passed, reason, size }): TriedLink => ({ link: passed, outcome: reason, size }),
  );
  return link === undefined ? tried : [...tried, { link, outcome: "chosen", size: null }];
}

/** Adds `select`. */
export function registerSelect(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withDefaultCountry(withSelection(program.command("select")))
    .description("choose the caller ID for a call and call nobody")
    .requiredOption("--phone <phone>", "who would be called")
    .option("--explain", "show how the choice came about");
  bind(command, select, io, setExitCode);
}
