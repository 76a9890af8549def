import type { Command } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { withAgent } from "../../options/shared-options.js";
import { agentsList } from "./list.js";
import { agentsShow } from "./show.js";

/** Adds `agents list` and `agents show`. */
export function registerAgentsCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const agents = program.command("agents").description("see the workspace's agents");
  bind(agents.command("list").description("list the agents of the workspace"), agentsList, io, setExitCode);
  bind(
    withAgent(agents.command("show").argument("[agent]", "the agent's id")).description(
      "show one agent and its pool",
    ),
    agentsShow,
    io,
    setExitCode,
  );
}
