import { cpus } from "node:os";
import type { Measurement } from "./measure.js";

/** What it was measured on. */
export const machine = {
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  platform: `${process.platform} ${process.arch}`,
};

/** Cells in columns; the first one to the left, the others to the right. */
export function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** Rates, from the slowest to the fastest round, and what came of the calls. */
export function ratesTable(rows: readonly Measurement[]): string {
  return table([
    ["", "selections/s", "slowest", "fastest", "granted", "same caller ID"],
    ...rows.map(({ name, perSecond, slowest, fastest, granted, kept }) => [
      name,
      ...[perSecond, slowest, fastest].map((rate) => Math.round(rate).toLocaleString("en-US")),
      percent(granted),
      percent(kept),
    ]),
  ]);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
