import { cleanText } from "./clean-text.js";
import type { Style } from "./style.js";

/** Lines of a name and a value, the values below one another. A value of `undefined` leaves its line out. */
export function fields(
  rows: readonly (readonly [name: string, value: string | number | undefined])[],
  style: Style,
): string {
  const shown = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, cleanText(String(value))] as const],
  );
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${style.bold(name.padEnd(width))}  ${value}`).join("\n");
}
