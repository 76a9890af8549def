import { type Command, Option } from "commander";
import { bind, onAction } from "../../command.js";
import { readColumns } from "../../contacts/list-columns.js";
import type { ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { durationOf } from "../../options/duration.js";
import { nameOf } from "../../options/name.js";
import {
  concurrencyOption,
  startRateOption,
  withDefaultCountry,
  withSelection,
} from "../../options/shared-options.js";
import { webUrlOf } from "../../options/web-url.js";
import { wholeNumberOf } from "../../options/whole-number.js";
import { demo } from "../demo.js";
import { verify } from "../verify.js";
import { campaignControl } from "./control.js";
import { campaignReconcile } from "./reconcile.js";
import { type CampaignReportFlags, campaignReport, ROW_STATES } from "./report.js";
import { campaignRun } from "./run.js";
import { campaignStatus } from "./status.js";

const CAMPAIGN = "its name, the beginning of it, or its list's file (default: the one that is not over)";

/** Adds `campaign …`, `verify` and `demo`. */
export function registerCampaignCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const campaign = program.command("campaign").description("call a list of contacts");
  bind(withRunOptions(campaign.command("run")), campaignRun, io, setExitCode);
  const status = campaign
    .command("status")
    .description("show where campaigns stand")
    .argument("[campaign]", "its name, the beginning of it, or its list's file (default: all)");
  bind(status, campaignStatus, io, setExitCode);
  const control = {
    pause: "call nobody from now on; calls in flight go on",
    resume: "take a pause or an abort back",
    abort: "call nobody any more",
  } as const;
  for (const verb of ["pause", "resume", "abort"] as const) {
    const command = campaign.command(verb).description(control[verb]).argument("[campaign]", CAMPAIGN);
    bind(command, campaignControl(verb), io, setExitCode);
  }
  const reconcile = withReconciliation(campaign.command("reconcile"))
    .description("read the call records, and find out about calls that nobody knows of")
    .argument("[campaign]", "show only this one: its name, the beginning of it, or its list's file");
  bind(reconcile, campaignReconcile, io, setExitCode);
  const report = campaign
    .command("report")
    .description("list the contacts with state and reason: CSV, or JSON Lines with --json")
    .argument("[campaign]", CAMPAIGN)
    .addOption(new Option("--state <states...>", "only rows in these states").choices(ROW_STATES))
    .addOption(new Option("--attempts", "list the attempts instead, with their calls").conflicts("state"));
  onAction<[string | undefined], CampaignReportFlags>(report, io, campaignReport);

  const verification = program
    .command("verify")
    .description(
      "compare placed calls with the vendor's records: did each go to its callee, from the selected caller ID?",
    )
    .argument("[campaign]", "its name, the beginning of it, or its list's file (default: all)")
    .addOption(
      new Option("--wait <seconds>", "how long to wait for records that are not there yet")
        .argParser(wholeNumberOf("--wait", { min: 0, max: 3600 }))
        .default(10),
    );
  bind(verification, verify, io, setExitCode);
  const demonstration = program
    .command("demo")
    .description(
      "run a sample campaign on a sandbox of its own, interrupt it, go on, and verify it; no key, no network, no real call",
    )
    .addOption(startRateOption().default(15))
    .addOption(concurrencyOption().default(40));
  bind(demonstration, demo, io, setExitCode);
}

function withRunOptions(command: Command): Command {
  const described = withDefaultCountry(withSelection(command))
    .description("call every contact of a list, each from the caller ID the policy chooses; nobody twice")
    .argument(
      "[contacts]",
      "CSV or JSON Lines with at least phone and name; - reads standard input; none: go on with --name",
    )
    .option("--name <name>", "name of the campaign (default: its list's digest)", nameOf("--name"))
    .option("--again", "call everyone on a list that was called before once more")
    .addOption(startRateOption("calls started per second (default: 1)"))
    .addOption(concurrencyOption("calls going on at once (default: 5)"))
    .option(
      "--columns <field=column...>",
      "which column says what, e.g. phone=Mobile time-zone=Zone",
      readColumns,
    )
    .option("--variable-columns <columns...>", "columns to send along as custom_variables")
    .option("--row-agents <ids...>", "other agents that rows may name")
    .option(
      "--calling-hours <preset|file|off>",
      "when people may be called (default: us-federal, 8:00 to 21:00 on their clocks; on a sandbox: off)",
    )
    .option("--retries <none|default|file>", "after which outcomes somebody is called again (default: none)")
    .option("--do-not-call <file>", "numbers that are never called")
    .addOption(
      new Option("--max-wait <time>", "wait for whoever can be called within this time, e.g. 30m")
        .argParser(durationOf("--max-wait", { maxDays: 30 }))
        .default(10 * 60_000, "10m"),
    )
    .option(
      "--webhook-url <url>",
      "where the vendor posts the end of each call; see `webhook listen`",
      webUrlOf("--webhook-url"),
    )
    .option("--dry-run", "show what would be done and call nobody")
    .option("--yes", "do not ask before real phones ring");
  return withReconciliation(described);
}

function withReconciliation(command: Command): Command {
  return command
    .addOption(
      new Option("--on-absent <what>", "what becomes of a contact whose call no record shows")
        .choices(["leave", "redial"])
        .default("leave"),
    )
    .addOption(
      new Option(
        "--reconcile-after <time>",
        "how long the record of a call of unknown outcome may take to show up (default: 10m)",
      ).argParser(durationOf("--reconcile-after", { maxDays: 1 })),
    );
}
