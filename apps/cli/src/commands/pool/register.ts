import type { Command } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { withAgent, withHistory, withPolicy } from "../../options/shared-options.js";
import { poolAttach } from "./attach.js";
import { poolDetach } from "./detach.js";
import { poolShow } from "./show.js";

/** Adds `pool show`, `pool attach` and `pool detach`. */
export function registerPoolCommands(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const pool = program.command("pool").description("see and change the numbers an agent calls from");
  const show = withHistory(withPolicy(withAgent(pool.command("show")))).description(
    "show the pool, where its numbers belong, what they carried and the limits they are at",
  );
  const attach = withAgent(pool.command("attach").argument("[number...]", "numbers like +14155550123"))
    .description("add numbers to the pool")
    .option("--slug <slug...>", "name them by slug instead");
  const detach = withAgent(pool.command("detach").argument("<number...>", "numbers or slugs of the pool"))
    .description("take numbers out of the pool")
    .option("--yes", "do not ask before the pool is left empty");
  bind(show, poolShow, io, setExitCode);
  bind(attach, poolAttach, io, setExitCode);
  bind(detach, poolDetach, io, setExitCode);
}
