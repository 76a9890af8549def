import type { E164 } from "@dialpool/pool-strategies";
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
  /** Show how the choice came about, link by link. */
  readonly explain: boolean;
};

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
      data: { agentId, agentName, callee, ...choice, explain: flags.explain === true },
      exitCode: choice.ok ? EXIT.done : exitCodeOfRefusal(choice),
    };
  },
  present: presentSelection,
};

/** Adds `select`. */
export function registerSelect(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withDefaultCountry(withSelection(program.command("select")))
    .description("choose the caller ID for a call and call nobody")
    .requiredOption("--phone <phone>", "who would be called")
    .option("--explain", "show how the choice came about");
  bind(command, select, io, setExitCode);
}
