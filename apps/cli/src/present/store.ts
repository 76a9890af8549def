import type { StoreDoctorData } from "../commands/store/doctor.js";
import type { StoreExportData } from "../commands/store/export.js";
import type { StoreImportData } from "../commands/store/import.js";
import type { StoreRebuildData } from "../commands/store/rebuild.js";
import type { RecordCounts } from "../store/count-records.js";
import { cleanText } from "./clean-text.js";
import type { Style } from "./style.js";
import { instant, plural } from "./words.js";

/** The text of `store doctor`. */
export function presentDoctor(data: StoreDoctorData, style: Style): string {
  const { store, pools, numbers, leases, callees, findings } = data;
  if (pools + numbers + leases + callees + findings.length === 0)
    return `${store} holds no pool: there is nothing to look at yet.`;
  const looked = `${plural(pools, "pool")}, ${plural(numbers, "number")}, ${plural(leases, "lease")} and ${plural(callees, "callee")} of ${store} were looked at.`;
  if (findings.length === 0) return `${looked}\n${style.good("The state is sound.")}`;
  const lines = findings.map(({ law, message }) => `${style.bad(`${law}:`)} ${cleanText(message)}`);
  const isOfJournal = findings.every(({ law }) => law === "journal");
  const advice = isOfJournal
    ? "The pool state is sound; what is wrong is the journal of campaigns. Keep the file as it is, and report this."
    : "Keep a copy for a report, then make it anew: dialpool store rebuild --replace";
  return [looked, style.bad("The state is not sound."), ...lines, "", advice].join("\n");
}

/** The text of `store export FILE`. */
export function presentExport({ store, file, records }: StoreExportData, style: Style): string {
  return `${style.good("Exported")} ${contents(records)} of ${store} to ${file}.`;
}

/** The text of `store import`. */
export function presentImport({ store, source, records }: StoreImportData, style: Style): string {
  return `${style.good("Imported")} ${contents(records)} from ${source} into ${store}.`;
}

/** The text of `store rebuild`. */
export function presentRebuild(data: StoreRebuildData, style: Style): string {
  const { store, agents, dropped, calls, since, unknownNumbers, quarantined, lost } = data;
  const counted = `${plural(calls, "call")} since ${instant(since)} UTC ${calls === 1 ? "is" : "are"} counted`;
  return [
    `${style.good("Rebuilt")} ${plural(agents.length, "pool")} in ${store}: ${counted}.`,
    ...dropped.map((id) => `The pool ${cleanText(id)} is not kept any more: there is no such agent.`),
    ...(unknownNumbers.length === 0
      ? []
      : [`Calls from numbers that no pool has are not counted: ${cleanText(unknownNumbers.join(", "))}.`]),
    ...(lost.length === 0
      ? []
      : [
          "The state was damaged. What could not be read of it:",
          ...lost.map((sentence) => `  ${cleanText(sentence)}`),
        ]),
    ...(quarantined.length === 0 ? [] : [`Still in quarantine: ${cleanText(quarantined.join(", "))}.`]),
    "",
    ...data.notRebuilt.map((sentence) => style.dim(sentence)),
  ].join("\n");
}

function contents({ pools, members, leases, callees }: RecordCounts): string {
  return `${plural(pools, "pool")} with ${plural(members, "number")}, ${plural(leases, "lease")} and ${plural(callees, "callee")}`;
}
