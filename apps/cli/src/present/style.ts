import { styleText } from "node:util";
import Table from "cli-table3";
import type { OutputStream } from "../io.js";
import { cleanText } from "./clean-text.js";

/** How text looks on one stream. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  /** A table without boxes: heads in bold, columns two spaces apart. */
  table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string;
}

/** Colour only for a terminal, and never when `NO_COLOR` is set. */
export function createStyle(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Style {
  const isColoured = stream.isTTY && !env.NO_COLOR;
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  const bold = paint("bold");
  return {
    bold,
    dim: paint("dim"),
    good: paint("green"),
    bad: paint("red"),
    table: (heads, rows) => layOut(heads.map(bold), rows),
  };
}

function layOut(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const none = "";
  const table = new Table({
    head: [...heads],
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    chars: {
      top: none,
      "top-mid": none,
      "top-left": none,
      "top-right": none,
      bottom: none,
      "bottom-mid": none,
      "bottom-left": none,
      "bottom-right": none,
      left: none,
      "left-mid": none,
      mid: none,
      "mid-mid": none,
      right: none,
      "right-mid": none,
      middle: none,
    },
  });
  for (const row of rows) table.push(row.map((cell) => cleanText(String(cell))));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
