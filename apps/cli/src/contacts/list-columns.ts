import type { ColumnMapping } from "@dialpool/dialer";
import type { Policy } from "@dialpool/pool-strategies";
import { usageError } from "../cli-error.js";
import { keyValuesOf } from "../selection/key-values.js";

/** What `--columns` may name, and what the dialer calls it. */
const FIELDS = {
  phone: "phone",
  name: "name",
  agent: "agent",
  "caller-id": "callerId",
  "time-zone": "timeZone",
  region: "region",
} as const satisfies Readonly<Record<string, keyof ColumnMapping>>;

const readKeyValues = keyValuesOf("--columns", "phone=Mobile");

/**
 * Reads `--columns FIELD=COLUMN`.
 *
 * @throws CliError (exit 2) for a field that is not known.
 */
export function readColumns(
  text: string,
  earlier: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const columns = readKeyValues(text, earlier);
  const unknown = Object.keys(columns).find((field) => !Object.hasOwn(FIELDS, field));
  if (unknown === undefined) return columns;
  throw usageError(
    `--columns knows no "${unknown}".`,
    `It takes these: ${Object.keys(FIELDS).join(", ")}; write it like --columns phone=Mobile.`,
  );
}

/** What every call carries already: the attempt's id, by which its record is known again. */
const ATTEMPT_VARIABLE = "attempt_id";

/** @throws CliError (exit 2) for a variable that would be overwritten. */
export function checkVariables(names: readonly string[], flag: string): void {
  if (!names.includes(ATTEMPT_VARIABLE)) return;
  throw usageError(
    `${flag} ${ATTEMPT_VARIABLE}: every call carries its attempt's id under that name.`,
    "Name yours otherwise.",
  );
}

/** Which columns of a list are used: those named, and those that the policy routes by. Nothing else leaves the machine. */
export function columnMapping(
  { route }: Pick<Policy, "route">,
  flags: {
    readonly columns?: Readonly<Record<string, string>>;
    readonly variableColumns?: readonly string[];
  },
): (columnNames: readonly string[]) => ColumnMapping {
  checkVariables(flags.variableColumns ?? [], "--variable-columns");
  const single = Object.entries(flags.columns ?? {}).map(
    ([field, column]) => [FIELDS[field as keyof typeof FIELDS], column] as const,
  );
  return (columnNames) => {
    const columnOf = (key: string) =>
      columnNames.find((name) => name.trim().toLowerCase() === key.toLowerCase());
    const tags = route.tags.flatMap(({ key }) => {
      const column = columnOf(key);
      return column === undefined ? [] : [[key, column] as const];
    });
    return {
      ...Object.fromEntries(single),
      tags: Object.fromEntries(tags),
      variables: flags.variableColumns ?? [],
    };
  };
}
