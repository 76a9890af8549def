import type {
  AcquireBegun,
  ExpireBegun,
  Failed,
  Granted,
  LeasesExpired,
  LogEntry,
  Refused,
  SettleBegun,
  Settled,
} from "../log/entries.js";
import type { Findings } from "./findings.js";

export type Begun = AcquireBegun | SettleBegun | ExpireBegun;
export type Answer = Granted | Refused | Settled | LeasesExpired | Failed;

/** A verb as its process saw it. Without an answer, the process was killed before it came. */
export interface Verb {
  readonly begun: Begun;
  readonly answer?: Answer;
}

/** Until when the verb may have been applied, by the machine's clock: for ever, if nobody heard the end of it. */
export function endOf({ answer }: Verb): number {
  if (answer === undefined || (answer.kind === "failed" && answer.applied === "maybe"))
    return Number.POSITIVE_INFINITY;
  return answer.at;
}

/** The verbs of all logs by their ids. */
export function verbsOf(entries: readonly LogEntry[], findings: Findings): ReadonlyMap<string, Verb> {
  const verbs = new Map<string, { begun: Begun; answer?: Answer }>();
  for (const entry of entries) {
    switch (entry.kind) {
      case "acquire":
      case "settle":
      case "expire":
        if (verbs.has(entry.id)) findings.add("journal", `${entry.id} was begun twice.`);
        verbs.set(entry.id, { begun: entry });
        break;
      case "granted":
      case "refused":
      case "settled":
      case "expired":
      case "failed": {
        if (entry.id === undefined) break;
        const verb = verbs.get(entry.id);
        if (verb === undefined) findings.add("journal", `${entry.id} was answered and never begun.`);
        else if (verb.answer !== undefined) findings.add("journal", `${entry.id} was answered twice.`);
        else verb.answer = entry;
        break;
      }
      default:
    }
  }
  return verbs;
}
