import { randomBytes } from "node:crypto";
import type { CreateCallRequest } from "@dialpool/core";
import type { Tags } from "@dialpool/pool-strategies";
import { CliError, usageError } from "../cli-error.js";
import type { Contact, ContactList } from "../contacts/read-contacts.js";
import { EXIT } from "../exit-codes.js";
import { foldResults, isSurelyNotCalled, type ListHistory } from "./fold-results.js";
import type { ResultEvent } from "./result-event.js";

/** Whether a list is dialled for the first time, gone on with, or dialled all over again. */
export type RunMode = "started" | "resumed" | "restarted";

/** What a run is going to do, before it does anything. */
export interface CampaignPlan {
  readonly run: string;
  readonly mode: RunMode;
  readonly agentId: string;
  readonly list: ContactList;
  /** The contacts this run dials, in the file's order. */
  readonly contacts: readonly Contact[];
  /** Calls started per second. */
  readonly startRate: number;
  /** Calls going on at once. */
  readonly concurrency: number;
  /** Tags of every call, unless the row's own column says otherwise. */
  readonly tags: Tags;
  /** Columns that are sent along as `custom_variables`. */
  readonly variableColumns: readonly string[];
  /** Wait until every call has ended. */
  readonly waitForEnd: boolean;
  /** A contact waits for a caller ID that is free again within this time, ms. */
  readonly maxWaitMs: number;
}

/** Makes the id of a run: `r` and its start in UTC, and 4 random characters. */
export function createRunId(now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return `r${stamp}-${randomBytes(2).toString("hex")}`;
}

/**
 * Decides which contacts a run may dial, given what the results file says.
 *
 * @throws CliError (exit 2) if the list was run before and neither `again` nor `resume` was said.
 */
export function chooseContacts(
  list: ContactList,
  events: readonly ResultEvent[],
  options: { readonly again: boolean; readonly resume: boolean; readonly resultsFile: string },
): { readonly mode: RunMode; readonly contacts: readonly Contact[] } {
  if (options.again && options.resume) throw usageError("--again and --resume exclude each other.");
  const history = foldResults(events).lists.get(list.digest);
  if (history === undefined) return { mode: "started", contacts: list.contacts };
  if (options.again) return { mode: "restarted", contacts: list.contacts };
  const left = list.contacts.filter((contact) => isSurelyNotCalled(history, contact.line));
  if (options.resume) return { mode: "resumed", contacts: left };
  throw refuseRepeat(list, history, left.length, options.resultsFile);
}

function refuseRepeat(list: ContactList, history: ListHistory, left: number, resultsFile: string): CliError {
  const reached = list.contacts.length - left;
  const state =
    left === 0
      ? "all of its contacts were tried"
      : `${reached} of its ${list.contacts.length} contacts were called or may have been`;
  const hint =
    left === 0
      ? "--again calls everyone once more."
      : `--resume calls only the ${left} who surely were not called; --again calls everyone once more.`;
  return new CliError(
    EXIT.usage,
    `${list.source} was run before (${resultsFile}, run ${history.runs.at(-1)}): ${state}.`,
    { hint },
  );
}

/** What is asked of the API for one attempt. */
export function callRequestOf(
  plan: Pick<CampaignPlan, "agentId" | "variableColumns">,
  { contact, callerId }: { readonly contact: Contact; readonly callerId: string },
): CreateCallRequest {
  const variables = plan.variableColumns.flatMap((column) => {
    const value = contact.columns[column];
    return value ? [{ key: column, value }] : [];
  });
  return {
    model_id: plan.agentId,
    phone: contact.phone,
    name: contact.name,
    from_phone_number: callerId,
    ...(variables.length === 0 ? {} : { custom_variables: variables }),
  };
}
