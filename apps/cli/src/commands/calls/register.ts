import type { CallStatus } from "@dialpool/core";
import { type Command, Option } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { withAgent, withDefaultCountry } from "../../options/shared-options.js";
import { wholeNumberOf } from "../../options/whole-number.js";
import { callsList } from "./list.js";
import { callsShow } from "./show.js";

/** Adds `calls list` and `calls show`. */
export function registerCallsCommands(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const calls = program.command("calls").description("read call records");
  const list = withDefaultCountry(withAgent(calls.command("list")))
    .description("list an agent's calls")
    .addOption(
      new Option("--limit <n>", "how many at most")
        .argParser(wholeNumberOf("--limit", { min: 1, max: 100_000 }))
        .default(20),
    )
    .addOption(new Option("--status <status>", "only calls of this status").choices(CALL_STATUSES))
    .option("--since <time>", "only calls since then: 30m, 24h, 7d or 2026-11-24T09:30:00Z")
    .option("--to <phone>", "only calls to this number");
  bind(list, callsList, io, setExitCode);
  bind(
    calls.command("show").argument("<call-id>", "the call's id").description("show one call record"),
    callsShow,
    io,
    setExitCode,
  );
}

/** Every status the API documents. */
const CALL_STATUSES = [
  "pending",
  "ringing",
  "in-progress",
  "completed",
  "no-answer",
  "busy",
  "failed",
  "canceled",
  "user-canceled",
  "hangup_on_voicemail",
  "left_voicemail",
  "spam",
  "paused",
  "registered",
] as const satisfies readonly CallStatus[];
