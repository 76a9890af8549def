import { type Command, Option } from "commander";
import { usageError } from "../cli-error.js";
import { keyValuesOf } from "../selection/key-values.js";
import { isCountry } from "../selection/phone.js";

/** `--agent ID`, the same everywhere. */
export function withAgent(command: Command): Command {
  return command.option("--agent <id>", "the agent (default: `agent` of dialpool.yaml)");
}

/** The options of whatever chooses a caller ID. */
export function withSelection(command: Command): Command {
  return withAgent(command)
    .option("--policy <name|file>", "selection policy: a preset's name, or a YAML or JSON file")
    .option(
      "--tag <key=value...>",
      "what the call is for, compared with the numbers' tags",
      keyValuesOf("--tag"),
    )
    .option("--no-history", "do not count the calls of the last 24 hours");
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
