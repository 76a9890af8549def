import { type Call, isSameNumber } from "@dialpool/core";
import type { Attempt } from "./journal.js";
import { carriesAnId, LostAttempts } from "./lost-attempts.js";

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
  readonly #lost: LostAttempts;
  readonly #free: Call[] = [];

  /** @param graceMs See {@link LostAttempts}. */
  constructor(attempts: readonly Attempt[], graceMs: number) {
    for (const attempt of attempts)
      if (attempt.callId !== undefined) this.#byCallId.set(attempt.callId, attempt);
    this.#lost = new LostAttempts(
      attempts.filter(({ callId }) => callId === undefined),
      graceMs,
    );
  }

  /** @returns The attempt that is known to have placed this call; the record is not kept then. */
  see(record: Call): Attempt | undefined {
    const attempt = this.#byCallId.get(record.call_id);
    if (attempt === undefined && this.#lost.mayHave(record)) this.#free.push(record);
    return attempt;
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
    return matchLost(
      this.#lost,
      this.#free.filter(({ call_id }) => !isTaken(call_id)),
    );
  }
}

/**
 * Open attempts come first, and as if there were no others: one that was given up has had its reads. If what
 * it claims made another unclear, the vendor's clock being behind by a second would be enough to lose the call
 * of the attempt in its place. What is left over may still be the call of one that was given up.
 */
function matchLost(lost: LostAttempts, records: readonly Call[]): readonly RecordMatch[] {
  const told = new Map<Attempt, Call>();
  const untold: Call[] = [];
  for (const record of records) {
    const owner = lost.ownerOf(record);
    if (owner !== undefined && !told.has(owner)) told.set(owner, record);
    // Else it carries the id of an attempt that is none of these.
    if (owner === undefined && !carriesAnId(record)) untold.push(record);
  }
  const ofOpen = matchByFit(lost, untold, (attempt) => isOpen(attempt) && !told.has(attempt));
  const found = new Set<unknown>(
    ofOpen.flatMap((match) => ("record" in match ? [match.attempt, match.record] : [])),
  );
  const ofRest = matchByFit(
    lost,
    untold.filter((record) => !found.has(record)),
    (attempt) => !found.has(attempt) && !told.has(attempt),
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
  lost: LostAttempts,
  records: readonly Call[],
  isAsked: (attempt: Attempt) => boolean,
): readonly RecordMatch[] {
  const candidatesOf = new Map<Attempt, Call[]>();
  const claimsOf = new Map<Call, number>();
  for (const record of records) {
    for (const attempt of lost.fitting(record)) {
      if (!isAsked(attempt)) continue;
      const candidates = candidatesOf.get(attempt);
      if (candidates === undefined) candidatesOf.set(attempt, [record]);
      else candidates.push(record);
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

function callerIdOf({ phone_number_from, agent_phone_number }: Call): string {
  return phone_number_from || agent_phone_number || "";
}
