import { type CallContent, callRequestOf } from "./call-request.js";
import type { CommitQueue } from "./commit-queue.js";
import { moveAfterRejection } from "./contact-moves.js";
import type { BeginResult, JournalChange } from "./journal.js";
import { nextTurn } from "./next-turn.js";
import type { ResolvedDialerOptions } from "./options.js";
import { isSlotGood } from "./pacing.js";
import { type Placement, placeOnce } from "./placement.js";
import type { PoolLoader } from "./pool-loader.js";

/** A clock that is so much before an attempt was written down was set back, ms. */
const SET_BACK_MS = 10_000;

/** An attempt that is written down and not sent yet. */
export type Begun = Extract<BeginResult, { readonly outcome: "begun" }>;

/** What is known of an attempt besides the attempt itself. */
export interface SendContext extends CallContent {
  /** Aborted: what has not left yet stays. */
  readonly stopped: AbortSignal;
  /** Told when the request leaves. */
  readonly onSent?: () => void;
  /** Told what came of it, before that is written down. */
  readonly onPlacement?: (placement: Placement) => void;
}

/** What sending needs of the dialer's options. */
export type SenderOptions = Pick<
  ResolvedDialerOptions,
  "clock" | "timeoutMs" | "sendAttemptId" | "webhookUrl"
> & {
  readonly client: Pick<ResolvedDialerOptions["client"], "calls">;
  readonly journal: Pick<ResolvedDialerOptions["journal"], "slowDown">;
};

/**
 * Sends attempts that are written down: each at its slot, once, and writes down what came of it.
 */
export class AttemptSender {
  readonly #options: SenderOptions;
  readonly #queue: Pick<CommitQueue, "apply" | "claimSlot">;
  readonly #pools: Pick<PoolLoader, "reload">;

  constructor(
    options: SenderOptions,
    queue: Pick<CommitQueue, "apply" | "claimSlot">,
    pools: Pick<PoolLoader, "reload">,
  ) {
    this.#options = options;
    this.#queue = queue;
    this.#pools = pools;
  }

  /** @returns What came of it, when that is on disk. */
  async send(begun: Begun, context: SendContext): Promise<Placement> {
    const { attempt } = begun;
    const { client, timeoutMs } = this.#options;
    const { at, withheld } = await this.#untilSlot(begun, context.stopped);
    context.onSent?.();
    const placement: Placement =
      withheld === undefined
        ? await this.#explained(
            attempt,
            await placeOnce(client, callRequestOf(context, attempt, this.#options), timeoutMs),
          )
        : { kind: "withheld", reason: withheld };
    context.onPlacement?.(placement);
    await this.#queue.apply(await this.#changeFor(begun, placement, at));
    return placement;
  }

  /** @returns When it is to be sent: now, by this look at the clock; or `withheld`, a clause that says why it must not be sent any more. */
  async #untilSlot(
    { attempt, slot: first }: Begun,
    stopped: AbortSignal,
  ): Promise<{ readonly at: number; readonly withheld?: string }> {
    const { clock, timeoutMs } = this.#options;
    for (let slot = first; ; ) {
      // A connection that was closed meanwhile is seen to be before a request goes out on it.
      await nextTurn();
      const at = clock.now();
      if (stopped.aborted) return { at, withheld: "it was stopped before it was sent" };
      // All that was decided by the clock, such as whether it is time to call, is to be decided again.
      if (at < attempt.intendedAt - SET_BACK_MS)
        return { at, withheld: "the clock was set back before it was sent" };
      if (Math.max(at, slot.sendAt) + timeoutMs > attempt.deadline)
        return { at, withheld: "its slot came too late" };
      if (isSlotGood(slot, at)) return { at };
      if (at < slot.sendAt) await clock.sleep(Math.ceil(slot.sendAt - at), stopped);
      else slot = await this.#queue.claimSlot(slot);
    }
  }

  async #changeFor({ attempt }: Begun, placement: Placement, sentAt: number): Promise<JournalChange> {
    const { clock, journal } = this.#options;
    const attemptId = attempt.id;
    switch (placement.kind) {
      case "placed":
        return { kind: "placed", attemptId, callId: placement.callId, at: clock.now() };
      case "unknown":
        return { kind: "unknown", attemptId, reason: placement.reason };
      case "rejected":
        if (placement.status === 429) {
          const { retryAfterMs } = placement;
          await journal.slowDown(
            { sentAt, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
            clock.now(),
          );
        }
        break;
      case "not_sent":
      case "withheld":
        break;
      default:
        placement satisfies never;
    }
    const { reason } = placement;
    if (attempt.contact === undefined) return { kind: "rejected", attemptId, reason };
    const contact = moveAfterRejection(placement, clock.now());
    return { kind: "rejected", attemptId, reason, contact };
  }

  /** A 400 may mean that the caller ID is no longer attached. */
  async #explained(attempt: Begun["attempt"], placement: Placement): Promise<Placement> {
    if (placement.kind !== "rejected" || placement.status !== 400) return placement;
    if (!(await this.#isDetached(attempt))) return placement;
    const reason = `${attempt.callerId} is no longer attached to the agent; it is used no more.`;
    return { ...placement, reason, isDetached: true };
  }

  /** Reads the pool again after a 400. If that fails, the API's answer is all there is to go by. */
  async #isDetached({ agentId, callerId }: Begun["attempt"]): Promise<boolean> {
    try {
      const numbers = await this.#pools.reload(agentId);
      return numbers.every(({ number }) => number !== callerId);
    } catch {
      return false;
    }
  }
}
