import { geography } from "@dialpool/pool-strategies/geo";
import type { NumbersListData } from "../commands/numbers/list.js";
import type { Style } from "./style.js";

/** The text of `numbers list`. */
export function presentNumbers({ numbers, onlyAvailable }: NumbersListData, style: Style): string {
  if (numbers.length === 0)
    return onlyAvailable ? "No number of the workspace is available." : "The workspace has no numbers.";
  return style.table(
    ["Number", "SID", "Area", "Country", "Available"],
    numbers.map(({ number, sid, isAvailable }) => {
      const { areaCode = "–", country = "–" } = geography.locate(number);
      return [number, sid ?? "custom", areaCode, country, isAvailable ? "yes" : "no"];
    }),
  );
}
