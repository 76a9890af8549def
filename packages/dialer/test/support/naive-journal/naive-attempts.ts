import type { Attempt, ContactRef } from "../../../src/journal.js";

/** An attempt that changes in place, and what a journal remembers of it besides. */
export interface NaiveAttempt {
  attempt: { -readonly [Key in keyof Attempt]: Attempt[Key] };
  /** When the last read began that did not find it. */
  missedAt: number;
  /** It was given up, and its contact is called again. */
  isRedialled: boolean;
  /** Its call showed up while another attempt at the callee was open. */
  isLate: boolean;
}

/** Attempts in the order intended. What is answered is a copy, but for {@link entry}. */
export class NaiveAttempts {
  readonly #attempts: NaiveAttempt[] = [];

  add(attempt: Attempt): void {
    const missedAt = Number.NEGATIVE_INFINITY;
    this.#attempts.push({ attempt: { ...attempt }, missedAt, isRedialled: false, isLate: false });
  }

  /** The attempt itself, to change it. */
  entry(attemptId: string): NaiveAttempt | undefined {
    return this.#attempts.find(({ attempt }) => attempt.id === attemptId);
  }

  find(attemptId: string): Attempt | undefined {
    return this.#where(({ id }) => id === attemptId)[0];
  }

  ofCall(callId: string): Attempt | undefined {
    return this.#where((attempt) => attempt.callId === callId)[0];
  }

  open(): readonly Attempt[] {
    return this.#where(({ state }) => state === "intended" || state === "placed" || state === "unknown");
  }

  overdue(now: number): readonly Attempt[] {
    return this.#where(({ state, deadline }) => state === "intended" && deadline < now);
  }

  undecided(): readonly Attempt[] {
    return this.#where(({ state }) => state === "absent" || state === "unclear");
  }

  /** By callee, then in the order intended. */
  watched({ after, limit }: { after?: Pick<Attempt, "id">; limit: number }): readonly Attempt[] {
    const watched = this.open()
      .filter(({ state }) => state !== "intended")
      .sort((one, other) => Number(one.callee) - Number(other.callee));
    const last = this.#positionOf(after?.id);
    const lastCallee = Number(this.#attempts[last]?.attempt.callee ?? 0);
    const isLater = ({ id, callee }: Attempt) =>
      Number(callee) > lastCallee || (Number(callee) === lastCallee && this.#positionOf(id) > last);
    return watched.filter(isLater).slice(0, limit);
  }

  /** Those after `after`: of a campaign, or all. */
  list({ campaignId, after, limit }: { campaignId?: string; after?: string; limit: number }) {
    const isWanted = ({ contact }: Attempt) => campaignId === undefined || contact?.campaignId === campaignId;
    return this.#where(isWanted, this.#positionOf(after) + 1).slice(0, limit);
  }

  /** Whether the contact was not attempted again. */
  isLatest(attempt: Attempt): boolean {
    const isOfContact = ({ campaignId, line }: ContactRef) =>
      campaignId === attempt.contact?.campaignId && line === attempt.contact.line;
    const own = this.#where(({ contact }) => contact !== undefined && isOfContact(contact));
    return own.at(-1)?.id === attempt.id;
  }

  #positionOf(attemptId: string | undefined): number {
    return this.#attempts.findIndex(({ attempt }) => attempt.id === attemptId);
  }

  #where(fits: (attempt: Attempt) => boolean, from = 0): readonly Attempt[] {
    const found = this.#attempts.slice(from).filter(({ attempt }) => fits(attempt));
    return found.map(({ attempt }) => ({ ...attempt }));
  }
}
