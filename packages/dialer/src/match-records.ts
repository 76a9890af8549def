import { type Call, isSameNumber } from "@dialpool/core";
import type { Attempt } from "./journal.js";

/** How long before an attempt was written down, and after its deadline, its call may seem to have started at least: clocks differ. */
export const CLOCKS_DIFFER_MS = 300_000;

/** What records say of one attempt that knows no call. */
export type RecordMatch =
  /** This is its call. */
  | { readonly attempt: Attempt; readonly record: Call }
  /** One of these may be its call. */
  | { readonly attempt: Attempt; readonly candidates: readonly Call[] };

/**
 * Finds the calls of attempts among an agent's records, which are shown to it one by one: it keeps only those that may
 * matter once all have been seen. Attempts of which nothing was found are left out.
 *
 * An attempt that knows its call goes by `call_id`, at once. One that does not goes by its id, where the record
 * gives variables back; else by agent, callee, caller ID and time, if one record alone fits it and it alone
 * fits that record. A record that belongs to another attempt fits nobody else. Attempts that were given up as
 * absent or unclear get what open ones leave.
 */
export class RecordMatcher {
  readonly #byCallId = new Map<string, Attempt>();
  readonly #lost: Attempt[] = [];
  readonly #graceMs: number;
  readonly #free: Call[] = [];

  /** @param graceMs How long after an attempt's deadline its call may still seem to have started, if that is more than {@link CLOCKS_DIFFER_MS}. */
  constructor(attempts: readonly Attempt[], graceMs: number) {
    this.#graceMs = graceMs;
    for (const attempt of attempts) {
      if (attempt.callId !== undefined) this.#byCallId.set(attempt.callId, attempt);
      else this.#lost.push(attempt);
    }
  }

  /** @returns The attempt that is known to have placed this call; the record is not kept then. */
  see(record: Call): Attempt | undefined {
    const attempt = this.#byCallId.get(record.call_id);
    if (attempt !== undefined) return attempt;
    if (this.#lost.some((each) => fits(record, each, this.#graceMs) || carriesId(record, each)))
      this.#free.push(record);
    return undefined;
  }

  /** Calls that may be those of attempts that know none: whose they are already is to be found out before {@link matches}. */
  get candidates(): readonly string[] {
    return this.#free.map(({ call_id }) => call_id);
  }

  /**
   * What the records say of attempts that know no call.
   *
   * @param isTaken Whether a candidate belongs to an attempt already.
   */
  matches(isTaken: (callId: string) => boolean): readonly RecordMatch[] {
    const free = this.#free.filter(({ call_id }) => !isTaken(call_id));
    return matchLost(this.#lost, free, this.#graceMs);
  }
}

/**
 * Open attempts come first, and as if there were no others: one that was given up has had its reads. If what
 * it claims made another unclear, the vendor's clock being behind by a second would be enough to lose the call
 * of the attempt in its place. What is left over may still be the call of one that was given up.
 */
function matchLost(
  lost: readonly Attempt[],
  records: readonly Call[],
  graceMs: number,
): readonly RecordMatch[] {
  const told = new Map<Attempt, Call>();
  const untold: Call[] = [];
  for (const record of records) {
    const owner = lost.find((attempt) => carriesId(record, attempt));
    if (owner !== undefined && !told.has(owner)) told.set(owner, record);
    // Else it carries the id of an attempt that is none of these.
    if (owner === undefined && !plainJson(record.prompt_variables).includes('"attempt_id"'))
      untold.push(record);
  }
  const others = lost.filter((attempt) => !told.has(attempt));
  const ofOpen = matchByFit(others.filter(isOpen), untold, graceMs);
  const found = new Set<unknown>(
    ofOpen.flatMap((match) => ("record" in match ? [match.attempt, match.record] : [])),
  );
  const ofRest = matchByFit(
    others.filter((attempt) => !found.has(attempt)),
    untold.filter((record) => !found.has(record)),
    graceMs,
  );
  return [
    ...[...told].map(([attempt, record]) => ({ attempt, record })),
    ...ofOpen,
    ...ofRest.filter(({ attempt }) => !isOpen(attempt)),
  ];
}

function isOpen({ state }: Attempt): boolean {
  return state !== "absent" && state !== "unclear";
}

/** By agent, callee, caller ID and time. */
function matchByFit(
  attempts: readonly Attempt[],
  records: readonly Call[],
  graceMs: number,
): readonly RecordMatch[] {
  const candidatesOf = new Map<Attempt, Call[]>();
  const claimsOf = new Map<Call, number>();
  for (const record of records) {
    for (const attempt of attempts) {
      if (!fits(record, attempt, graceMs)) continue;
      candidatesOf.set(attempt, [...(candidatesOf.get(attempt) ?? []), record]);
      claimsOf.set(record, (claimsOf.get(record) ?? 0) + 1);
    }
  }
  return [...candidatesOf].map(([attempt, candidates]): RecordMatch => {
    const [record] = candidates as [Call, ...Call[]];
    const isCertain =
      candidates.length === 1 &&
      claimsOf.get(record) === 1 &&
      callerIdOf(record) !== "" &&
      isSameNumber(callerIdOf(record), attempt.callerId);
    return isCertain ? { attempt, record } : { attempt, candidates };
  });
}

/** Whether a record may be the call of an attempt that has none. */
export function mayBeOf(record: Call, attempt: Attempt, graceMs: number): boolean {
  return carriesId(record, attempt) || fits(record, attempt, graceMs);
}

/** Whether a record may be an attempt's call. One from another number still says that the person was called. */
function fits(record: Call, attempt: Attempt, graceMs: number): boolean {
  if (record.type_of_call === "inbound" || record.model_id !== attempt.agentId) return false;
  const startedAt = startOf(record);
  // Not a number, and so in no comparison, if the record does not say.
  const lateMs = Math.max(graceMs, CLOCKS_DIFFER_MS);
  if (startedAt < attempt.intendedAt - CLOCKS_DIFFER_MS || startedAt > attempt.deadline + lateMs)
    return false;
  return [record.phone_number_to, record.lead_phone_number].some(
    (callee) => typeof callee === "string" && isSameNumber(callee, attempt.callee),
  );
}

function carriesId({ prompt_variables }: Call, { id }: Attempt): boolean {
  return prompt_variables != null && plainJson(prompt_variables).includes(JSON.stringify(id));
}

function callerIdOf({ phone_number_from, agent_phone_number }: Call): string {
  return phone_number_from || agent_phone_number || "";
}

/** When a call began, epoch ms; `NaN` if the record does not say, or says it without a time zone. */
export function startOf({ start_time, telephony_start }: Call): number {
  const start = start_time || telephony_start || "";
  return Number(start) || Date.parse(/Z|[+-]..:..$/.test(start) ? start : "");
}

/** Variables come back as an object, a list of keys and values, or JSON in a text: the same but for backslashes. */
function plainJson(value: unknown): string {
  return String(JSON.stringify(value)).replaceAll("\\", "");
}
