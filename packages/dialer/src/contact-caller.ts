import { explain, isPoolStrategiesError } from "@dialpool/pool-strategies";
import { type CallingWindow, callingWindow } from "./calling-hours/index.js";
import type { CampaignSettings } from "./campaign-settings.js";
import type { DialerParts } from "./campaigns.js";
import { CALLEE_RETRY_MS, moveAfterRefusal, SUPPRESSED } from "./contact-moves.js";
import type { BeginResult, Campaign, Contact, ContactMove } from "./journal.js";
import { laneText } from "./lane.js";
import type { Placement } from "./placement.js";

/** Attempts are written down so long before their slot at most, ms: what a crash then leaves unknown is little. */
export const AHEAD_MS = 150;
/** How long nothing is begun after there was no room, unless a call ends before, ms. */
const NO_ROOM_MS = 250;

const NOT_ATTACHED = "No number is attached to the agent: there is nothing to call from.";
const NOT_USABLE =
  "All of them are in quarantine until somebody lifts it, or have a limit of 0. Change that, and run the campaign again: nobody was lost.";

/** What came of calling one contact; what became of the contact itself is in the journal. */
export type ContactCalled =
  /** A request was sent, or kept back. */
  | { readonly kind: "placement"; readonly placement: Placement }
  /** It was moved, or somebody else has it. */
  | { readonly kind: "moved" }
  /** Nobody can be called before that instant, epoch ms; the contact is as it was. */
  | { readonly kind: "not_yet"; readonly until: number }
  /** No number is free for it and others like it before that instant, epoch ms; all of them are as they were. */
  | { readonly kind: "held"; readonly until: number }
  /** There is no number to call from at all. */
  | {
      readonly kind: "pool_empty";
      /** A sentence: what is so, and what to do. */
      readonly message: string;
    };

/** Calls one contact of a campaign: hours, a lease, a slot, one request, or the reason why not. */
export class ContactCaller {
  readonly #parts: DialerParts;
  readonly #settings: CampaignSettings;
  readonly #stopped: AbortSignal;

  /** @param stopped Aborted: what has not left yet stays. */
  constructor(parts: DialerParts, settings: CampaignSettings, stopped: AbortSignal) {
    this.#parts = parts;
    this.#settings = settings;
    this.#stopped = stopped;
  }

  /** @throws A store's error, when nothing can be written down; ClockError for a machine's clock that is wrong; DialerConfigError where the dialer has no pool for a row's agent. */
  async call(contact: Contact, campaign: Campaign, onSent: () => void): Promise<ContactCalled> {
    const { clock, doNotCall } = this.#parts.options;
    if (doNotCall.has(contact.phone)) return this.#move(contact, { to: "suppressed", reason: SUPPRESSED });
    const closed = this.#closedWindow(contact);
    if (closed !== undefined) return this.#move(contact, moveByHours(closed));
    const begun = await this.#begin(contact, campaign);
    if (begun === undefined) return { kind: "moved" };
    switch (begun.outcome) {
      case "begun":
        return { kind: "placement", placement: await this.#send(contact, begun, onSent) };
      case "refused":
        await this.#move(contact, moveAfterRefusal(begun.refusal, clock.now()));
        return begun.refusal.code === "pool_empty"
          ? { kind: "pool_empty", message: NOT_ATTACHED }
          : { kind: "moved" };
      case "exhausted":
        // A row that asks for something of its own is nobody else's trouble.
        return begun.refusal.retryAt === undefined && laneText(contact) === undefined
          ? { kind: "pool_empty", message: `${explain(begun.refusal)} ${NOT_USABLE}` }
          : { kind: "held", until: begun.until };
      case "callee_open":
        return this.#move(contact, {
          to: "queued",
          dueAt: clock.now() + CALLEE_RETRY_MS,
          waitsFor: "callee",
        });
      case "no_room":
        return { kind: "not_yet", until: clock.now() + NO_ROOM_MS };
      case "paced":
        return { kind: "not_yet", until: begun.nextSlotAt - AHEAD_MS };
      case "failed":
        // Whatever is not wrong with the contact itself is everybody's.
        if (!isPoolStrategiesError(begun.error, "input_invalid")) throw begun.error;
        return this.#move(contact, { to: "rejected", reason: begun.error.message });
      case "unserved":
        return this.#move(contact, { to: "rejected", reason: begun.reason });
      case "closed":
        return this.#move(contact, moveByHours(begun.window));
      case "not_queued":
        return { kind: "moved" };
      default:
        return begun satisfies never;
    }
  }

  /** Whether the contact is out of hours now, or would be before the deadline of an attempt that begins now. */
  #closedWindow({ phone: number, timeZone, region }: Contact): ClosedWindow | undefined {
    const { clock, sendWithinMs, timeoutMs } = this.#parts.options;
    const { hours } = this.#settings;
    if (hours === undefined) return undefined;
    const callee = {
      number,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(region === undefined ? {} : { region }),
    };
    const now = clock.now();
    const window = callingWindow(hours, callee, now);
    if (!window.isOpen) return window;
    if (window.closesAt === undefined || window.closesAt > now + sendWithinMs + timeoutMs) return undefined;
    const next = callingWindow(hours, callee, window.closesAt);
    return next.isOpen ? undefined : next;
  }

  async #begin(contact: Contact, campaign: Campaign): Promise<BeginResult | NotBegun | undefined> {
    const { options, queue, pools, apiClock } = this.#parts;
    const { clock, createId, sendWithinMs, timeoutMs } = options;
    const { campaignId, line, callerId, agentId = campaign.agentId } = contact;
    const poolId = await pools.poolFor(agentId, callerId);
    if (poolId === undefined)
      return { outcome: "unserved", reason: `${callerId} is not attached to the agent` };
    await apiClock.check(agentId, this.#stopped);
    // What is not written down yet need not be: it stays queued.
    if (this.#stopped.aborted) return undefined;
    // To read the pool can take its time.
    const window = this.#closedWindow(contact);
    if (window !== undefined) return { outcome: "closed", window };
    const now = clock.now();
    const deadline = now + sendWithinMs + timeoutMs;
    return queue.begin({
      attemptId: createId(),
      contact: { campaignId, line },
      agentId,
      acquire: {
        poolId,
        callee: contact.phone,
        tags: { ...this.#settings.tags, ...contact.tags },
        now,
        random: () => clock.random(),
        holdMs: deadline - now,
      },
      deadline,
      sendBy: now + Math.min(AHEAD_MS, sendWithinMs),
      concurrency: campaign.concurrency,
      areLinesLimited: pools.areLinesLimited(agentId),
    });
  }

  #send(
    contact: Contact,
    begun: Extract<BeginResult, { readonly outcome: "begun" }>,
    onSent: () => void,
  ): Promise<Placement> {
    return this.#parts.sender.send(begun, {
      name: contact.name,
      ...(contact.variables === undefined ? {} : { variables: contact.variables }),
      stopped: this.#stopped,
      onSent,
    });
  }

  async #move({ campaignId, line }: Contact, move: ContactMove): Promise<ContactCalled> {
    await this.#parts.queue.apply({ kind: "contact", campaignId, line, move });
    return { kind: "moved" };
  }
}

type ClosedWindow = Extract<CallingWindow, { readonly isOpen: false }>;

/** Why nothing was asked of the journal. */
type NotBegun =
  | { readonly outcome: "unserved"; readonly reason: string }
  | { readonly outcome: "closed"; readonly window: ClosedWindow };

function moveByHours({ opensAt, reason }: ClosedWindow): ContactMove {
  if (opensAt === undefined) return { to: "refused", reason };
  return { to: "queued", dueAt: opensAt, waitsFor: "hours" };
}
