import { type Command, Option } from "commander";
import { bind } from "../../command.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { durationOf } from "../../options/duration.js";
import {
  concurrencyOption,
  startRateOption,
  withDefaultCountry,
  withSelection,
} from "../../options/shared-options.js";
import { wholeNumberOf } from "../../options/whole-number.js";
import { demo } from "../demo.js";
import { verify } from "../verify.js";
import { campaignResults } from "./results.js";
import { campaignRun } from "./run.js";

/** Adds `campaign run`, `campaign results`, `verify` and `demo`. */
export function registerCampaignCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const campaign = program.command("campaign").description("call a list of contacts");
  const run = withDefaultCountry(withSelection(campaign.command("run")))
    .description("call every contact of a CSV file once, each from the caller ID the policy chooses")
    .argument("<contacts>", "CSV file with at least the columns phone and name; - reads standard input")
    .option("--results <file>", "where to log what happens, .jsonl or .csv (default: CONTACTS.results.jsonl)")
    .addOption(startRateOption().default(1))
    .addOption(concurrencyOption().default(5))
    .option("--variable-columns <columns...>", "columns to send along as custom_variables")
    .option("--resume", "go on with a list that was run before: call those who surely were not called")
    .option("--again", "run a list again and call everyone once more")
    .addOption(
      new Option("--max-wait <time>", "wait for a caller ID that is free again within this time, e.g. 30m")
        .argParser(durationOf("--max-wait", { maxDays: 7 }))
        .default(10 * 60_000, "10m"),
    )
    .option("--no-wait", "do not wait for the last calls to end")
    .option("--dry-run", "show what would be done and call nobody");
  bind(run, campaignRun, io, setExitCode);
  const results = campaign
    .command("results")
    .description("print a results file as a table with one row a contact: CSV, or JSON with --json")
    .argument("<results>", "results file of `campaign run`");
  bind(results, campaignResults, io, setExitCode);

  const verification = program
    .command("verify")
    .description(
      "compare the call records with a results file: did every call use the caller ID that was selected?",
    )
    .argument("<results>", "results file of `campaign run`")
    .option("--run <run>", "only this run of the file")
    .addOption(
      new Option("--wait <seconds>", "how long to wait for records that are not there yet")
        .argParser(wholeNumberOf("--wait", { min: 0, max: 3600 }))
        .default(10),
    );
  bind(verification, verify, io, setExitCode);
  const demonstration = program
    .command("demo")
    .description(
      "run a sample campaign on a sandbox of its own and verify it; no key, no network, no real call",
    )
    .addOption(startRateOption().default(15))
    .addOption(concurrencyOption().default(40));
  bind(demonstration, demo, io, setExitCode);
}
