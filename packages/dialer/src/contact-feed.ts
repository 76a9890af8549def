import type { Contact, Journal } from "./journal.js";

/** Contacts that are read at once. */
const PAGE = 256;
/** After a page that held nobody new, the journal is asked again after this time, ms. */
const ASK_AGAIN_MS = 50;

/**
 * The contacts of a campaign that are due, in order, each once: one that this process works on is
 * passed over until it is done.
 */
export class ContactFeed {
  readonly #campaignId: string;
  readonly #journal: Pick<Journal, "dueContacts">;
  readonly #busy = new Set<number>();
  #ready: Contact[] = [];
  #at = 0;
  #askAt = Number.NEGATIVE_INFINITY;

  constructor(campaignId: string, journal: Pick<Journal, "dueContacts">) {
    this.#campaignId = campaignId;
    this.#journal = journal;
  }

  /** Whether nobody is at hand, and none was due when it was asked last. */
  get isEmpty(): boolean {
    return this.#at >= this.#ready.length && this.#busy.size === 0;
  }

  /** The next contact that is due; `undefined` when there is none now. */
  async next(now: number): Promise<Contact | undefined> {
    // A clock that was set back does not make it wait until it has caught up.
    const isTime = now >= this.#askAt || now < this.#askAt - ASK_AGAIN_MS;
    if (this.#at >= this.#ready.length && isTime) await this.#read(now);
    const contact = this.#ready[this.#at];
    if (contact === undefined) return undefined;
    this.#at++;
    this.#busy.add(contact.line);
    return contact;
  }

  /** Not called after all: it comes in its place the next time, before whoever stands after it. */
  putBack(contact: Contact): void {
    const waiting = this.#ready.slice(this.#at);
    const place = waiting.findIndex((other) => isBefore(contact, other));
    waiting.splice(place < 0 ? waiting.length : place, 0, contact);
    this.#ready = waiting;
    this.#at = 0;
  }

  /** The journal tells anew who is due: others than those that were read may be, or none of them. */
  readAnew(): void {
    this.#ready = [];
    this.#at = 0;
    this.#askAt = Number.NEGATIVE_INFINITY;
  }

  /** The journal knows what became of it. */
  done({ line }: Contact): void {
    this.#busy.delete(line);
  }

  async #read(now: number): Promise<void> {
    const limit = PAGE + this.#busy.size;
    const due = await this.#journal.dueContacts(this.#campaignId, { now, limit });
    this.#ready = due.filter(({ line }) => !this.#busy.has(line));
    this.#at = 0;
    this.#askAt = this.#ready.length > 0 ? now : now + ASK_AGAIN_MS;
  }
}

/** By the journal's order. */
function isBefore(one: Contact, other: Contact): boolean {
  const [dueAt = 0, otherDueAt = 0] = [one.dueAt, other.dueAt];
  return dueAt < otherDueAt || (dueAt === otherDueAt && one.line < other.line);
}
