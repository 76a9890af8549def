import type { ReportedRow } from "../contacts/contact-list.js";
import type { Style } from "./style.js";

/** Rows shown one by one before the rest is only counted. */
const MAX_ROWS_SHOWN = 20;

/** Rows that cannot be called, by line. */
export function skippedRows(
  {
    invalid,
    duplicates,
    counts = { invalid: invalid.length, duplicates: duplicates.length },
    all = "--json lists them all",
  }: {
    readonly invalid: readonly ReportedRow[];
    readonly duplicates: readonly ReportedRow[];
    /** If more than those are known of. */
    readonly counts?: { readonly invalid: number; readonly duplicates: number };
    /** Where to find the others. */
    readonly all?: string;
  },
  style: Style,
): string {
  const rowsOf = (what: string, rows: readonly ReportedRow[], count: number): readonly string[] => {
    const shown = rows
      .slice(0, MAX_ROWS_SHOWN)
      .map(({ line, reason }) => `${style.bad(`line ${line}`)}: not called, ${what}: ${reason}`);
    const rest = count - shown.length;
    return rest > 0 ? [...shown, `… and ${rest} more (${all})`] : shown;
  };
  return [
    ...rowsOf("invalid", invalid, counts.invalid),
    ...rowsOf("duplicate", duplicates, counts.duplicates),
  ].join("\n");
}
