/**
 * One line of a results file. The fields are the same for all events, so that
 * the file reads well as CSV too; each event fills those it knows.
 */
export interface ResultEvent {
  readonly event: EventName;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Which `campaign run` wrote it. */
  readonly run: string;
  /** Digest of the contacts file. */
  readonly list: string;
  /** Line of the contacts file; absent where the event is about the whole list. */
  readonly line?: number;
  /** `<run>-<line>-<n>`: one try to reach a contact. */
  readonly attempt?: string;
  readonly phone?: string;
  readonly name?: string;
  /** The caller ID that was selected. */
  readonly callerId?: string;
  /** Which link of the route gave it, or `sticky`. */
  readonly link?: string;
  readonly callId?: string;
  /** The call's status as the API says it, or the HTTP status of a refusal. */
  readonly status?: string;
  /** Seconds the call lasted. */
  readonly duration?: number;
  readonly reason?: string;
  readonly agent?: string;
  readonly source?: string;
}

/**
 * - `started`, `resumed`, `restarted`: a run begins; the first for this list, the rest of it, or all of it again.
 * - `skipped`: a row that is invalid or a duplicate.
 * - `intended`: written before the call is asked for.
 * - `placed`, `rejected`, `unknown`: how that ended; exactly one follows each `intended`, unless the machine died.
 * - `refused`: no caller ID may be used for this contact now; nothing was asked for.
 * - `ended`: the call is over.
 * - `stopped`, `finished`: the run is over, before or after its last contact.
 */
export type EventName = (typeof EVENT_NAMES)[number];

export const EVENT_NAMES = [
  "started",
  "resumed",
  "restarted",
  "skipped",
  "intended",
  "placed",
  "rejected",
  "unknown",
  "refused",
  "ended",
  "stopped",
  "finished",
] as const;

/** The columns of a results file in CSV, in order. */
export const EVENT_FIELDS = [
  "event",
  "at",
  "run",
  "list",
  "line",
  "attempt",
  "phone",
  "name",
  "callerId",
  "link",
  "callId",
  "status",
  "duration",
  "reason",
  "agent",
  "source",
] as const satisfies readonly (keyof ResultEvent)[];

/** True for an object that can be an event; fields this version does not know are left alone. */
export function isResultEvent(value: unknown): value is ResultEvent {
  if (typeof value !== "object" || value === null) return false;
  const { event, at, run, list } = value as Record<string, unknown>;
  return (
    typeof event === "string" &&
    (EVENT_NAMES as readonly string[]).includes(event) &&
    typeof at === "string" &&
    typeof run === "string" &&
    typeof list === "string"
  );
}
