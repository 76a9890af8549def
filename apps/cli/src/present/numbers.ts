import { geography } from "@dialpool/pool-strategies/geo";
import type { NumbersFlagData } from "../commands/numbers/flag.js";
import type { NumbersListData } from "../commands/numbers/list.js";
import { cleanText } from "./clean-text.js";
import type { Style } from "./style.js";
import { instant } from "./words.js";

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

/** The text of `numbers flag`. */
export function presentFlag({ number, quarantine }: NumbersFlagData, style: Style): string {
  const name = cleanText(number);
  if (quarantine === null) return `${style.good(name)} is in no quarantine any more.`;
  const until = quarantine.until === null ? "until it is lifted" : `until ${instant(quarantine.until)} UTC`;
  return `${style.bold(name)} is in quarantine ${until}: no agent calls from it.`;
}
