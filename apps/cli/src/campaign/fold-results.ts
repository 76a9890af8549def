import type { ResultEvent } from "./result-event.js";

/** One try to reach a contact, put together from its events. */
export interface Attempt {
  readonly id: string;
  readonly run: string;
  readonly list: string;
  readonly line: number;
  readonly phone: string;
  readonly name: string;
  readonly callerId: string;
  readonly link?: string;
  readonly agent?: string;
  /** Epoch milliseconds. */
  readonly intendedAt: number;
  /**
   * `unknown` covers an attempt whose answer never reached the file: the
   * machine may have died after the request had left.
   */
  readonly state: "placed" | "rejected" | "unknown";
  readonly callId?: string;
  /** The call's status, or the HTTP status of a refusal. */
  readonly status?: string;
  readonly duration?: number;
  readonly reason?: string;
  /** True once the call is known to be over. */
  readonly ended: boolean;
}

/** What a results file says of one contacts file. */
export interface ListHistory {
  readonly list: string;
  readonly source: string;
  /** Runs of it, in order. */
  readonly runs: readonly string[];
  /** True if its latest run got to the end. */
  readonly finished: boolean;
  /** The latest attempt of each line, since the list was last started or restarted. */
  readonly latestByLine: ReadonlyMap<number, Attempt>;
}

/** Everything a results file says. */
export interface ResultsHistory {
  /** Every attempt ever, in the order intended. */
  readonly attempts: readonly Attempt[];
  readonly lists: ReadonlyMap<string, ListHistory>;
}

interface MutableList {
  list: string;
  source: string;
  runs: string[];
  finished: boolean;
  lineAttempts: Map<number, string>;
}

/** Puts events together. Pure; the events are in the order written. */
export function foldResults(events: readonly ResultEvent[]): ResultsHistory {
  const attempts = new Map<string, Attempt>();
  const lists = new Map<string, MutableList>();
  for (const event of events) {
    const list = listOf(lists, event);
    applyToList(list, event);
    applyToAttempt(attempts, event);
  }
  return {
    attempts: [...attempts.values()],
    lists: new Map([...lists].map(([key, list]) => [key, seal(list, attempts)])),
  };
}

/** True if the contact may be dialled without ringing anyone twice: nothing was ever placed, as far as anyone knows. */
export function isSurelyNotCalled(history: ListHistory, line: number): boolean {
  const attempt = history.latestByLine.get(line);
  return attempt === undefined || attempt.state === "rejected";
}

function listOf(lists: Map<string, MutableList>, event: ResultEvent): MutableList {
  const known = lists.get(event.list);
  if (known !== undefined) return known;
  const list: MutableList = {
    list: event.list,
    source: "",
    runs: [],
    finished: false,
    lineAttempts: new Map(),
  };
  lists.set(event.list, list);
  return list;
}

function applyToList(list: MutableList, event: ResultEvent): void {
  switch (event.event) {
    case "started":
    case "restarted":
      list.lineAttempts.clear();
      beginRun(list, event);
      break;
    case "resumed":
      beginRun(list, event);
      break;
    case "finished":
      list.finished = true;
      break;
    case "intended":
      if (event.line !== undefined && event.attempt !== undefined)
        list.lineAttempts.set(event.line, event.attempt);
      break;
    default:
      break;
  }
}

function beginRun(list: MutableList, event: ResultEvent): void {
  list.runs.push(event.run);
  list.source = event.source ?? list.source;
  list.finished = false;
}

function applyToAttempt(attempts: Map<string, Attempt>, event: ResultEvent): void {
  if (event.attempt === undefined) return;
  if (event.event === "intended") {
    attempts.set(event.attempt, fromIntent(event, event.attempt));
    return;
  }
  const attempt = attempts.get(event.attempt);
  if (attempt === undefined) return;
  const learned = {
    ...attempt,
    ...(event.callId === undefined ? {} : { callId: event.callId }),
    ...(event.status === undefined ? {} : { status: event.status }),
    ...(event.duration === undefined ? {} : { duration: event.duration }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  switch (event.event) {
    case "placed":
    case "rejected":
    case "unknown":
      attempts.set(attempt.id, { ...learned, state: event.event });
      break;
    case "ended":
      attempts.set(attempt.id, { ...learned, ended: true });
      break;
    default:
      break;
  }
}

function fromIntent(event: ResultEvent, id: string): Attempt {
  return {
    id,
    run: event.run,
    list: event.list,
    line: event.line ?? 0,
    phone: event.phone ?? "",
    name: event.name ?? "",
    callerId: event.callerId ?? "",
    intendedAt: Date.parse(event.at),
    state: "unknown",
    ended: false,
    ...(event.link === undefined ? {} : { link: event.link }),
    ...(event.agent === undefined ? {} : { agent: event.agent }),
  };
}

function seal(list: MutableList, attempts: ReadonlyMap<string, Attempt>): ListHistory {
  const latestByLine = new Map<number, Attempt>();
  for (const [line, id] of list.lineAttempts) {
    const attempt = attempts.get(id);
    if (attempt !== undefined) latestByLine.set(line, attempt);
  }
  return { list: list.list, source: list.source, runs: list.runs, finished: list.finished, latestByLine };
}
