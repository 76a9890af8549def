import { type Command, Option } from "commander";
import { bind, onAction } from "../../command.js";
import { EXIT, type ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { durationOf } from "../../options/duration.js";
import { withAgent, withPolicy } from "../../options/shared-options.js";
import { storeDoctor } from "./doctor.js";
import { storeExport } from "./export.js";
import { storeImport } from "./import.js";
import { storeRebuild } from "./rebuild.js";

/** Adds `store doctor`, `store export`, `store import` and `store rebuild`. */
export function registerStoreCommands(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const store = program.command("store").description("look after the pool state: usage, leases, affinity");
  const doctor = store.command("doctor").description("check that the state is sound; exit 1 if it is not");
  bind(doctor, storeDoctor, io, setExitCode);
  const exporting = store
    .command("export")
    .argument("[file]", "where to; a new file (default: standard output)")
    .description("write all that is kept as JSON Lines, for `store import` into any store");
  onAction<[string | undefined], object>(exporting, io, async (context, flags, file) => {
    await storeExport(context, flags, file);
    setExitCode(EXIT.done);
  });
  const importing = store
    .command("import")
    .argument("[file]", "an export (default: standard input)")
    .description("take over an export, as a whole or not at all, where nothing is kept yet")
    .option("--replace", "give up what is kept");
  bind(importing, storeImport, io, setExitCode);
  const rebuild = withPolicy(withAgent(store.command("rebuild")))
    .description("make the state anew from the call records of its agents")
    .addOption(
      new Option(
        "--history <time>",
        "count calls this far back, e.g. 7d (default: as far as the policy looks)",
      ).argParser(durationOf("--history", { maxDays: 3650 })),
    )
    .option("--replace", "give up what is kept");
  bind(rebuild, storeRebuild, io, setExitCode);
}
