import { resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import { foldResults } from "../../campaign/fold-results.js";
import { readResults } from "../../campaign/results-file.js";
import type { CommandDefinition } from "../../command.js";

/** Where one contact stands: its latest attempt, or why there is none. */
export interface ContactResult {
  readonly list: string;
  readonly line: number;
  readonly phone: string;
  readonly name: string;
  readonly result: "placed" | "rejected" | "unknown" | "refused" | "skipped";
  readonly callerId: string;
  readonly link: string;
  readonly callId: string;
  /** The call's status, the HTTP status of a rejection, or the code of a refusal. */
  readonly status: string;
  readonly duration: number | null;
  readonly reason: string;
  readonly run: string;
  readonly intendedAt: string;
}

/** The JSON document of `campaign results`. */
export interface CampaignResultsData {
  readonly contacts: readonly ContactResult[];
}

const COLUMNS = [
  "line",
  "phone",
  "name",
  "result",
  "callerId",
  "link",
  "callId",
  "status",
  "duration",
  "reason",
  "run",
  "intendedAt",
  "list",
] as const satisfies readonly (keyof ContactResult)[];

/** `campaign results RESULTS`: one row a contact, as CSV or JSON. */
export const campaignResults: CommandDefinition<[string], object, CampaignResultsData> = {
  async run({ io }, _flags, file) {
    const { events } = await readResults(resolve(io.cwd, file));
    const rows = new Map<string, ContactResult>();
    for (const event of events) {
      if ((event.event !== "refused" && event.event !== "skipped") || event.line === undefined) continue;
      rows.set(keyOf(event.list, event.line), {
        ...emptyRow(event.list, event.line, event.run),
        phone: event.phone ?? "",
        name: event.name ?? "",
        result: event.event,
        status: event.status ?? "",
        reason: event.reason ?? "",
      });
    }
    for (const attempt of foldResults(events).attempts) {
      rows.set(keyOf(attempt.list, attempt.line), {
        ...emptyRow(attempt.list, attempt.line, attempt.run),
        phone: attempt.phone,
        name: attempt.name,
        result: attempt.state,
        callerId: attempt.callerId,
        link: attempt.link ?? "",
        callId: attempt.callId ?? "",
        status: attempt.status ?? "",
        duration: attempt.duration ?? null,
        reason: attempt.reason ?? "",
        intendedAt: new Date(attempt.intendedAt).toISOString(),
      });
    }
    return {
      data: {
        contacts: [...rows.values()].sort((a, b) =>
          a.list < b.list ? -1 : a.list > b.list ? 1 : a.line - b.line,
        ),
      },
    };
  },
  present: ({ contacts }) =>
    stringify(
      contacts.map((contact) => COLUMNS.map((column) => contact[column] ?? "")),
      { header: true, columns: [...COLUMNS] },
    ),
};

function keyOf(list: string, line: number): string {
  return `${list} ${line}`;
}

function emptyRow(list: string, line: number, run: string) {
  return { list, line, run, callerId: "", link: "", callId: "", duration: null, intendedAt: "" };
}
