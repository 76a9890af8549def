import { isE164 } from "@dialpool/pool-strategies";
import { rejectInput } from "@dialpool/pool-strategies/store-kit";
import type { CallRequest, CallResult, FinishedCall, FinishedOptions } from "./call-result.js";
import type { DialerParts } from "./campaigns.js";
import type { BeginResult } from "./journal.js";
import type { Placement } from "./placement.js";
import type { RecordReader } from "./record-reader.js";

/** Single calls: each is chosen for, written down, sent once, and followed if somebody wants to know. */
export class SingleCalls {
  readonly #parts: DialerParts;
  readonly #reader: RecordReader;
  #begun: Promise<void> | undefined;
  #reading: Promise<unknown> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(parts: DialerParts, reader: RecordReader) {
    this.#parts = parts;
    this.#reader = reader;
  }

  /** @param signal Aborted before the request has left: nothing is placed, and its reason is thrown. */
  async place(request: CallRequest, signal: AbortSignal | undefined): Promise<CallResult> {
    const { options, pools, apiClock, closed } = this.#parts;
    closed.throwIfAborted();
    signal?.throwIfAborted();
    if (!isE164(request.phone)) rejectInput("phone", "Must be a number in full, such as +14155550123.");
    if (options.doNotCall.has(request.phone)) return { state: "suppressed" };
    this.#begun ??= this.#begin();
    await this.#begun;
    const agentId = request.agentId ?? (options.pools[0]?.agentId as string);
    const poolId = await pools.poolFor(agentId, request.callerId);
    if (poolId === undefined) return { state: "not_attached" };
    await apiClock.check(agentId, signal === undefined ? closed : AbortSignal.any([closed, signal]));
    closed.throwIfAborted();
    signal?.throwIfAborted();
    let begun = await this.#open(request, agentId, poolId);
    if (begun.outcome === "callee_open" || begun.outcome === "no_room") {
      // What is in the way may have ended long ago, and nobody has looked.
      await this.#catchUp();
      signal?.throwIfAborted();
      begun = await this.#open(request, agentId, poolId);
    }
    switch (begun.outcome) {
      case "failed":
        throw begun.error;
      case "refused":
      case "exhausted":
        return { state: "refused", selection: begun.refusal };
      case "callee_open":
        return { state: "callee_busy", attempt: begun.attempt };
      case "paced":
        return { state: "paced", nextSlotAt: begun.nextSlotAt };
      case "no_room":
      case "not_queued":
        return { state: "no_room" };
      case "begun":
        return await this.#send(begun, request, signal);
      default:
        return begun satisfies never;
    }
  }

  /** Before the first call: its pace, and what an earlier process left of its own single calls, which no campaign waits for. */
  async #begin(): Promise<void> {
    const { journal, clock, startRate, joinsPace } = this.#parts.options;
    try {
      await journal.setPace(startRate, clock.now(), { ifNone: joinsPace });
      const open = await journal.openAttempts();
      if (open.some(({ contact }) => contact === undefined)) await this.#catchUp();
    } catch (error) {
      this.#begun = undefined;
      throw error;
    }
  }

  /** Reads the records, together with whoever asks meanwhile, and not more often than they are read anyway. */
  async #catchUp(): Promise<void> {
    const { options, closed } = this.#parts;
    const { clock, readEveryMs } = options;
    if (this.#reading === undefined && clock.now() - this.#readAt < readEveryMs) return;
    this.#reading ??= this.#reader
      .read({ signal: closed })
      // Then what is in the way stays there, and the caller is told.
      .catch(() => undefined)
      .finally(() => {
        this.#readAt = clock.now();
        this.#reading = undefined;
      });
    await this.#reading;
  }

  #open(request: CallRequest, agentId: string, poolId: string): Promise<BeginResult> {
    const { options, queue } = this.#parts;
    const { clock, concurrency, createId, sendWithinMs, timeoutMs } = options;
    const now = clock.now();
    const deadline = now + sendWithinMs + timeoutMs;
    return queue.begin({
      attemptId: createId(),
      agentId,
      acquire: {
        poolId,
        callee: request.phone,
        now,
        random: () => clock.random(),
        holdMs: deadline - now,
        ...(request.tags === undefined ? {} : { tags: request.tags }),
      },
      deadline,
      sendBy: now + sendWithinMs,
      concurrency,
    });
  }

  async #send(
    begun: Extract<BeginResult, { readonly outcome: "begun" }>,
    { name, variables }: CallRequest,
    signal: AbortSignal | undefined,
  ): Promise<CallResult> {
    const { sender, closed } = this.#parts;
    const { attempt, grant } = begun;
    let told: Placement | undefined;
    let fault: { readonly unwritten?: unknown } = {};
    try {
      await sender.send(begun, {
        name,
        ...(variables === undefined ? {} : { variables }),
        stopped: signal === undefined ? closed : AbortSignal.any([closed, signal]),
        onPlacement: (placement) => {
          told = placement;
        },
      });
    } catch (error) {
      if (told?.kind !== "placed" && told?.kind !== "unknown") throw error;
      fault = { unwritten: error };
    }
    const placement = told as Placement;
    const { id: attemptId, callerId } = attempt;
    const made = {
      attemptId,
      callerId,
      selection: grant,
      ...fault,
      finished: (options?: FinishedOptions) => this.#finished(attemptId, options),
    };
    switch (placement.kind) {
      case "placed":
        return { state: "placed", ...made, callId: placement.callId };
      case "unknown":
        return { state: "unknown", ...made, reason: placement.reason, cause: placement.cause };
      case "rejected": {
        const { reason, status, isDetached = false, cause } = placement;
        return { state: "rejected", attemptId, callerId, reason, status, isDetached, cause };
      }
      case "withheld":
        signal?.throwIfAborted();
        return { ...notPlaced(placement.reason, undefined), attemptId, callerId };
      case "not_sent":
        return { ...notPlaced(placement.reason, placement.cause), attemptId, callerId };
      default:
        return placement satisfies never;
    }
  }

  async #finished(attemptId: string, options: FinishedOptions = {}): Promise<FinishedCall> {
    const attempt = await this.#parts.watch.untilClosed(attemptId, options);
    const { state, callId, status, outcome = "unknown" } = attempt;
    return {
      attemptId,
      state: state as FinishedCall["state"],
      outcome,
      ...(callId === undefined ? {} : { callId }),
      ...(status === undefined ? {} : { status }),
    };
  }
}

function notPlaced(reason: string, cause: unknown) {
  return { state: "rejected", reason, isDetached: false, cause } as const;
}
