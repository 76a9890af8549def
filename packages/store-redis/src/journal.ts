import type { AcquireRequest, Grant, Refusal, Settlement, SettleResult } from "@dialpool/pool-strategies";
import { rejectInput } from "@dialpool/pool-strategies/store-kit";

/**
 * Fragments of Lua that the server runs within the script of a verb: what they write is there
 * exactly if the grant, or the settlement, is.
 *
 * Each is the body of a function. It sees three locals: `call` (what was decided, see the fields of each fragment), `args`
 * (the request's own texts, `args[1]` being the first) and `key(name)` (a key of its own under the
 * namespace's hash tag). It runs when all is decided and nothing of it is written yet: so
 *
 * - `return` with nothing, a text, a whole number or a list of them: the verb goes on, and the value comes back with its answer;
 * - `return veto(value)`: the verb does not happen, and the value comes back as the reason;
 * - an error: the verb does not happen and rejects with `journal_failed`, which has the error's text. A script cannot take back what it
 *   wrote, so check first and write last.
 *
 * The number's wake-ups and the namespace's time have moved on in any case.
 */
export interface Journal {
  /**
   * Before a grant is entered; without it, a grant's answer is `null`. `call`: `leaseId`, `sequence`, `poolId`, `slug` (as written by `slugKeyOf`), `callee`, `acquiredAt`, `holdUntil`, `now`.
   */
  readonly onGrant?: string;
  /** Before a settlement that moves a lease is entered. `call`: the same, and `from`, `to`, `outcome`. */
  readonly onSettle?: string;
}

/** Throws unless what is there of a journal is text. */
export function checkJournal(journal: Journal | undefined): void {
  for (const [name, fragment] of Object.entries(journal ?? {}))
    if (fragment !== undefined && typeof fragment !== "string")
      rejectInput(`journal.${name}`, "Must be a text: the body of a function in Lua.");
}

/** What a fragment answered: a text, a list of answers, or `null`. Numbers come back as texts with all their digits. */
export type JournalAnswer = string | null | readonly JournalAnswer[];

/** The fragment vetoed: nothing was granted. */
export interface JournalVeto {
  readonly ok: false;
  readonly code: "journal_veto";
  readonly journal: JournalAnswer;
}

/** A choice that counts, and what the fragment answered. */
export interface JournaledGrant extends Grant {
  readonly journal: JournalAnswer;
}

/** The outcome of choosing with a journal. */
export type JournaledSelection = JournaledGrant | Refusal | JournalVeto;

/** What a settlement did, and what the fragment answered if it ran. */
export interface JournaledSettleResult extends SettleResult {
  readonly journal?: JournalAnswer;
  /** The fragment vetoed: the lease is as it was. */
  readonly vetoed?: true;
}

/** Verbs that run the store's {@link Journal}. */
export interface JournaledVerbs {
  /** @param args What the fragment finds in `args`. */
  acquire(request: AcquireRequest, args?: readonly string[]): Promise<JournaledSelection>;
  /** @param args What the fragment finds in `args`. */
  settle(settlement: Settlement, args?: readonly string[]): Promise<JournaledSettleResult>;
}
