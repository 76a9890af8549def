import { AbortedError } from "@dialpool/core";
import { CommanderError } from "commander";
import { CliError, toCliError, usageError } from "./cli-error.js";
import type { GlobalFlags } from "./command.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { Io } from "./io.js";
import { cleanText } from "./present/clean-text.js";
import { createStyle } from "./present/style.js";
import { createProgram } from "./program.js";

/**
 * Runs one command line and prints what came of it. Never throws.
 *
 * @param args What stands after the program's name. None: the help is shown.
 * @returns The exit code.
 */
export async function run(args: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram(io, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : [...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const told = tellable(error, io.interrupted);
    // It stands below the help.
    if (error instanceof CommanderError && error.code === "commander.help") io.stderr.write("\n");
    printError(told, io, program.opts<GlobalFlags>().debug === true);
    return told.exitCode;
  }
}

function tellable(error: unknown, interrupted: AbortSignal): CliError {
  const isOurs = error === interrupted.reason || error instanceof AbortedError;
  if (interrupted.aborted && isOurs) return new CliError(EXIT.interrupted, "Interrupted.");
  return error instanceof CommanderError ? fromCommander(error) : toCliError(error);
}

/** Commander says `error: unknown option '--jsn'`, and on a second line what may have been meant. */
function fromCommander({ code, message }: CommanderError): CliError {
  // A noun without its verb: commander has printed its help, and that says it all.
  if (code === "commander.help") return usageError("Name one of these commands.");
  const [fault = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const sentence = `${fault.charAt(0).toUpperCase()}${fault.slice(1)}`.replace(/\.?$/, ".");
  return usageError(
    sentence,
    suggestion?.replace(/^\((.*)\)$/, "$1") ?? "Add --help to see what the command takes.",
  );
}

function printError(error: CliError, io: Io, withStack: boolean): void {
  const style = createStyle(io.stderr, io.env);
  io.stderr.write(`${style.bad("Error:")} ${cleanText(error.message)}\n`);
  if (error.hint !== undefined) io.stderr.write(`${cleanText(error.hint)}\n`);
  if (withStack) io.stderr.write(`${style.dim(stackOf(error))}\n`);
}

/** The stack with those of its causes. Only stacks: an error's other fields may hold a request and its headers. */
function stackOf(error: Error): string {
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  for (let at: unknown = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    stacks.push(at.stack ?? String(at));
  }
  return stacks.join("\ncaused by ");
}
