import {
  type CallingHours,
  type Contact,
  type ContactRow,
  callingWindow,
  NumberSet,
  type RejectedRow,
} from "@dialpool/dialer";
import type { ReportedRow } from "../contacts/contact-list.js";
import { InvalidRows } from "../contacts/invalid-rows.js";

/** What a run would do. Instants are ISO 8601. */
export interface CampaignPlan {
  /** Who would be called. */
  readonly contacts: number;
  /** On the do-not-call list. */
  readonly suppressed: number;
  readonly invalid: number;
  /** Of those, the first thousand. */
  readonly invalidRows: readonly ReportedRow[];
  readonly duplicates: number;
  /** Of the contacts, those who wait because it is not time to call them now. */
  readonly outOfHours: number;
  /** When the first of them may be called; `null` if none waits. */
  readonly firstOpensAt: string | null;
  /** Of the contacts, those whom the calling hours refuse for good: where they are is not known. */
  readonly unknownZone: number;
  /** How long starting all calls takes at the start rate, ms, if nobody waits. */
  readonly shortestMs: number;
}

/** Counts the rows of a list, or the contacts of a campaign, as they go by. Memory is 16 bytes a contact. */
export class PlanCounter {
  readonly #hours: CallingHours | undefined;
  readonly #now: number;
  readonly #seen = new NumberSet();
  readonly #invalid = new InvalidRows();
  readonly #counts = {
    contacts: 0,
    suppressed: 0,
    duplicates: 0,
    outOfHours: 0,
    unknownZone: 0,
  };
  #firstOpensAt = Number.POSITIVE_INFINITY;

  constructor(hours: CallingHours | undefined, now: number) {
    this.#hours = hours;
    this.#now = now;
  }

  seeRow(row: ContactRow): void {
    if (row.kind === "invalid") this.#invalid.see(row);
    else if (this.#seen.has(row.phone)) this.#counts.duplicates++;
    else {
      this.#seen.add(row.phone);
      if (row.kind === "suppressed") this.#counts.suppressed++;
      else this.#seeContact(row);
    }
  }

  /** Of a campaign that is kept, somebody who is still to be called, unless they are not to be by now. */
  seeQueued(row: Contact | RejectedRow, doNotCall?: NumberSet): void {
    if (!("phone" in row)) return;
    if (doNotCall?.has(row.phone)) this.#counts.suppressed++;
    else this.#seeContact(row);
  }

  plan(startRate: number | null): CampaignPlan {
    const { contacts } = this.#counts;
    return {
      ...this.#counts,
      invalid: this.#invalid.count,
      invalidRows: this.#invalid.first,
      firstOpensAt: Number.isFinite(this.#firstOpensAt) ? new Date(this.#firstOpensAt).toISOString() : null,
      shortestMs: startRate === null ? 0 : Math.round((1000 * Math.max(0, contacts - 1)) / startRate),
    };
  }

  #seeContact({ phone: number, timeZone, region }: Pick<Contact, "phone" | "timeZone" | "region">): void {
    this.#counts.contacts++;
    if (this.#hours === undefined) return;
    const callee = {
      number,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(region === undefined ? {} : { region }),
    };
    const window = callingWindow(this.#hours, callee, this.#now);
    if (window.isOpen) return;
    if (window.opensAt === undefined) this.#counts.unknownZone++;
    else {
      this.#counts.outOfHours++;
      this.#firstOpensAt = Math.min(this.#firstOpensAt, window.opensAt);
    }
  }
}
