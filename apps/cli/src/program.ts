import { Command } from "commander";
import { addGlobalFlags } from "./command.js";
import { registerAgentsCommands } from "./commands/agents/register.js";
import { registerCall } from "./commands/call.js";
import { registerCallsCommands } from "./commands/calls/register.js";
import { registerCampaignCommands } from "./commands/campaign/register.js";
import { registerNumbersCommands } from "./commands/numbers/register.js";
import { registerPoolCommands } from "./commands/pool/register.js";
import { registerSandbox } from "./commands/sandbox.js";
import { registerSelect } from "./commands/select.js";
import { registerSimulate } from "./commands/simulate.js";
import { registerStoreCommands } from "./commands/store/register.js";
import { registerUsage } from "./commands/usage.js";
import type { ExitCode } from "./exit-codes.js";
import type { Io } from "./io.js";

/**
 * Builds the whole command line. Faults are thrown as `CommanderError`, and
 * only help and version are printed by commander itself.
 *
 * @param setExitCode Told the exit code of a command once its result is printed.
 */
export function createProgram(io: Io, version: string, setExitCode: (code: ExitCode) => void): Command {
  const program = addGlobalFlags(new Command("dialpool"))
    .description("Chooses the right caller ID for every outbound call of a Synthflow agent.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText("after", NOTES);

  program.commandsGroup("Pools:");
  registerAgentsCommands(program, io, setExitCode);
  registerPoolCommands(program, io, setExitCode);
  registerNumbersCommands(program, io, setExitCode);
  program.commandsGroup("Calls:");
  registerSelect(program, io, setExitCode);
  registerCall(program, io, setExitCode);
  registerCallsCommands(program, io, setExitCode);
  registerSimulate(program, io, setExitCode);
  // `campaign`, `verify` and `demo`.
  program.commandsGroup("Campaigns:");
  registerCampaignCommands(program, io, setExitCode);
  program.commandsGroup("Pool state:");
  registerUsage(program, io, setExitCode);
  registerStoreCommands(program, io, setExitCode);
  program.commandsGroup("Trying out:");
  registerSandbox(program, io, setExitCode);
  return program;
}

const NOTES = `
The API key comes from the environment variable SYNTHFLOW_API_KEY. What numbers carry is kept from
one command to the next, in a file of the workspace's own or where --store or DIALPOOL_STORE says.

Exit codes: 0 done · 1 our fault · 2 wrong usage · 3 configuration or credentials ·
4 refused · 5 done in part · 6 try again later · 7 outcome of a call unknown · 130 interrupted
`;
