import { type Command, Option } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { durationOf } from "../../options/duration.js";
import { instantOf } from "../../options/instant.js";
import { numbersFlag } from "./flag.js";
import { numbersList } from "./list.js";

/** Adds `numbers list` and `numbers flag`. */
export function registerNumbersCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const numbers = program
    .command("numbers")
    .description("see the numbers the workspace owns, take one out of use");
  const list = numbers
    .command("list")
    .description("list the workspace's numbers")
    .option("--workspace <id>", "the workspace (default: `workspace` of dialpool.yaml)")
    .option("--available", "only numbers on which no inbound agent answers");
  const flag = numbers
    .command("flag")
    .argument("<number>", "number or slug, of any pool that was called from")
    .description("put a number into quarantine, or lift it: no agent calls from it meanwhile")
    .addOption(
      new Option("--for <time>", "for so long, e.g. 12h or 30d (default: until it is lifted)").argParser(
        durationOf("--for", { maxDays: 3650 }),
      ),
    )
    .addOption(
      new Option("--until <time>", "until then, e.g. 2026-12-24T00:00:00Z")
        .argParser(instantOf("--until"))
        .conflicts("for"),
    )
    .addOption(new Option("--lift", "end its quarantine, whoever began it").conflicts(["for", "until"]));
  bind(list, numbersList, io, setExitCode);
  bind(flag, numbersFlag, io, setExitCode);
}
