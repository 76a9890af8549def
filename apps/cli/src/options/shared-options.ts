import { isCountry } from "@dialpool/dialer";
import { type Command, Option } from "commander";
import { usageError } from "../cli-error.js";
import { keyValuesOf } from "../selection/key-values.js";
import { durationOf } from "./duration.js";
import { rateOf } from "./rate.js";
import { wholeNumberOf } from "./whole-number.js";

/** `--agent ID`, the same everywhere. */
export function withAgent(command: Command): Command {
  return command.option("--agent <id>", "the agent (default: `agent` of dialpool.yaml)");
}

/** The options of whatever chooses a caller ID. */
export function withSelection(command: Command): Command {
  return withHistory(withPolicy(withAgent(command))).option(
    "--tag <key=value...>",
    "what the call is for, compared with the numbers' tags",
    keyValuesOf("--tag"),
  );
}

/** `--policy NAME|FILE`. */
export function withPolicy(command: Command): Command {
  return command.option("--policy <name|file>", "selection policy: a preset's name, or a YAML or JSON file");
}

/** `--history TIME` and `--no-history`. */
export function withHistory(command: Command): Command {
  return command
    .option(
      "--history <time>",
      "count calls this far back, e.g. 7d (default: as far as the policy looks)",
      durationOf("--history", { maxDays: 3650 }),
    )
    .option("--no-history", "do not count earlier calls");
}

/** `--default-country CC`, for numbers written without `+`. */
export function withDefaultCountry(command: Command): Command {
  return command.addOption(
    new Option("--default-country <cc>", "country of a number written without +, e.g. US").argParser(
      parseCountry,
    ),
  );
}

function parseCountry(text: string): string {
  if (isCountry(text)) return text.toUpperCase();
  throw usageError(
    `--default-country "${text}" is not a country.`,
    "Write its two letters, such as US or GB.",
  );
}

/** `--start-rate N`. */
export function startRateOption(description = "calls started per second"): Option {
  return new Option("--start-rate <n>", description).argParser(
    rateOf("--start-rate", { min: 0.01, max: 1000 }),
  );
}

/** `--concurrency N`. */
export function concurrencyOption(description = "calls going on at once"): Option {
  return new Option("--concurrency <n>", description).argParser(
    wholeNumberOf("--concurrency", { min: 1, max: 10_000 }),
  );
}
