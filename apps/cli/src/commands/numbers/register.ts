import type { Command } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { numbersList } from "./list.js";

/** Adds `numbers list`. */
export function registerNumbersCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const numbers = program.command("numbers").description("see the numbers the workspace owns");
  const list = numbers
    .command("list")
    .description("list the workspace's numbers")
    .option("--workspace <id>", "the workspace (default: `workspace` of dialpool.yaml)")
    .option("--available", "only numbers on which no inbound agent answers");
  bind(list, numbersList, io, setExitCode);
}
