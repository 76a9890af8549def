import type { CallerIdLoad } from "../campaign/area-match.js";
import type { Style } from "./style.js";
import { percent } from "./words.js";

/** Caller IDs with their load and how well they matched. */
export function callerIdTable(loads: readonly CallerIdLoad[], style: Style): string {
  const sum = (amountOf: (load: CallerIdLoad) => number) =>
    loads.reduce((total, load) => total + amountOf(load), 0);
  const calls = sum((load) => load.calls);
  return style.table(
    ["Caller ID", "Calls", "Same area", "Same country"],
    [
      ...loads.map((load) => [
        load.callerId,
        load.calls,
        percent(load.sameArea, load.calls),
        percent(load.sameCountry, load.calls),
      ]),
      [
        `${loads.length} in all`,
        calls,
        percent(
          sum((load) => load.sameArea),
          calls,
        ),
        percent(
          sum((load) => load.sameCountry),
          calls,
        ),
      ],
    ],
  );
}
