import type { CallOutcome, E164, Grant, Refusal, Tags } from "@dialpool/pool-strategies";
import { AttemptSender } from "./attempt-sender.js";
import { CallWatch } from "./call-watch.js";
import { Campaigns } from "./campaigns.js";
import { CommitQueue } from "./commit-queue.js";
import type { Attempt } from "./journal.js";
import { type DialerOptions, type ResolvedDialerOptions, resolveDialerOptions } from "./options.js";
import { PoolLoader } from "./pool-loader.js";
import { RecordReader, type RecordReading } from "./record-reader.js";
import { type Verification, verify } from "./verify.js";

/** One person to call. */
export interface CallRequest {
  readonly phone: E164;
  readonly name: string;
  /** Default: the first pool's agent. */
  readonly agentId?: string;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
  /** This caller ID and no other; its limits hold all the same. */
  readonly callerId?: string;
  /** `custom_variables` of the call. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** How a call that was placed ended. */
export interface FinishedCall {
  readonly attemptId: string;
  readonly callId?: string;
  /** `"absent"`: no record of it was found; `"unclear"`: it cannot be told which record is its. */
  readonly state: "ended" | "absent" | "unclear" | "rejected";
  readonly outcome: CallOutcome;
  /** The vendor's status. */
  readonly status?: string;
}

/** What became of a {@link CallRequest}. */
export type CallResult =
  /** The phone rings. */
  | {
      readonly state: "placed";
      readonly attemptId: string;
      readonly callId: string;
      readonly callerId: string;
      /** Why this number: `explain(selection)` makes a sentence of it. */
      readonly selection: Grant;
      /** Resolves when the call has ended. Rejects when the signal aborts or the dialer is closed. */
      finished(signal?: AbortSignal): Promise<FinishedCall>;
    }
  /** The phone may be ringing. It is never tried again; call records will tell. */
  | {
      readonly state: "unknown";
      readonly attemptId: string;
      readonly callerId: string;
      readonly selection: Grant;
      readonly reason: string;
      /** Resolves when it is known what became of it, or that it cannot be known. */
      finished(signal?: AbortSignal): Promise<FinishedCall>;
    }
  /** The API said no, or the request never left. Nothing was placed. */
  | {
      readonly state: "rejected";
      readonly attemptId: string;
      readonly callerId: string;
      readonly reason: string;
      readonly status?: number;
    }
  /** The callee is on the do-not-call list. */
  | { readonly state: "suppressed" }
  /** No number may be used now. */
  | { readonly state: "refused"; readonly selection: Refusal }
  /** The callee has an open attempt, of a campaign or of another process. */
  | { readonly state: "callee_busy"; readonly attempt: Attempt }
  /** As many calls are open as may be. */
  | { readonly state: "no_room" }
  /** The API asked for a pause: no call starts before that instant, epoch ms. */
  | { readonly state: "paced"; readonly nextSlotAt: number }
  /** The caller ID that was insisted on is not attached to the agent. */
  | { readonly state: "not_attached" };

/** Places calls, one by one or from lists, never the same attempt twice. */
export interface Dialer {
  /**
   * Chooses a caller ID, writes down what is about to be done, and places the call, once.
   *
   * @throws InvalidInputError, PolicyError for what is wrong with the request; a store's error when nothing could be
   *   written down; and then nothing was placed.
   */
  call(request: CallRequest): Promise<CallResult>;
  readonly campaigns: Campaigns;
  /**
   * Reads the call records once and enters what they say of calls whose outcome is not known, those that were
   * given up as absent or unclear included.
   *
   * @throws What the client throws when the records cannot be read to their end.
   */
  reconcile(signal?: AbortSignal): Promise<RecordReading>;
  /**
   * Marks calls as due for a read of their records: whoever dials on this journal reads at once. For whoever
   * receives the vendor's webhooks, of which only the call's id is signed.
   */
  announceEnd(...callIds: readonly string[]): Promise<void>;
  /** Compares placed attempts with the vendor's records. */
  verify(query?: { readonly campaignId?: string }, signal?: AbortSignal): Promise<Verification>;
  /** Waits for what is in flight and stops reading. The store, the journal and the client stay open. */
  close(): Promise<void>;
}

/**
 * Makes a dialer.
 *
 * @throws DialerConfigError naming every option that is wrong; PolicyError for a policy.
 * @example
 * const dialer = createDialer({ client, store, journal: sqliteJournal(store), pool: { agentId } });
 * const call = await dialer.call({ phone: "+14155550123", name: "Ada" });
 * if (call.state === "placed") console.log(call.callId, await call.finished());
 */
export function createDialer(options: DialerOptions): Dialer {
  return new OneDialer(resolveDialerOptions(options));
}

class OneDialer implements Dialer {
  readonly campaigns: Campaigns;
  readonly #options: ResolvedDialerOptions;
  readonly #queue: CommitQueue;
  readonly #pools: PoolLoader;
  readonly #sender: AttemptSender;
  readonly #reader: RecordReader;
  readonly #watch: CallWatch;
  readonly #closed = new AbortController();
  #isPaced = false;

  constructor(options: ResolvedDialerOptions) {
    const { journal, clock } = options;
    this.#options = options;
    this.#queue = new CommitQueue(journal, clock);
    this.#pools = new PoolLoader(options.pools, options);
    this.#sender = new AttemptSender(options, this.#queue, this.#pools);
    this.#reader = new RecordReader(options, this.#queue);
    this.#watch = new CallWatch(options, this.#reader);
    this.campaigns = new Campaigns({
      options,
      queue: this.#queue,
      pools: this.#pools,
      sender: this.#sender,
      watch: this.#watch,
      closed: this.#closed.signal,
    });
  }

  async call(request: CallRequest): Promise<CallResult> {
    const { journal, clock, concurrency, createId, doNotCall, pools, startRate, timeoutMs, sendWithinMs } =
      this.#options;
    if (doNotCall.has(request.phone)) return { state: "suppressed" };
    const agentId = request.agentId ?? (pools[0]?.agentId as string);
    if (!this.#isPaced) await journal.setPace(startRate, clock.now());
    this.#isPaced = true;
    const poolId = await this.#pools.poolFor(agentId, request.callerId);
    if (poolId === undefined) return { state: "not_attached" };
    const now = clock.now();
    const deadline = now + sendWithinMs + timeoutMs;
    const begun = await this.#queue.begin({
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
    switch (begun.outcome) {
      case "failed":
        throw begun.error;
      case "refused":
        return { state: "refused", selection: begun.refusal };
      case "callee_open":
        return { state: "callee_busy", attempt: begun.attempt };
      case "paced":
        return { state: "paced", nextSlotAt: begun.nextSlotAt };
      case "no_room":
      case "not_queued":
        return { state: "no_room" };
      case "begun":
        break;
      default:
        return begun satisfies never;
    }
    const { attempt, grant } = begun;
    const placement = await this.#sender.send(begun, {
      ...request,
      stopped: this.#closed.signal,
    });
    const made = { attemptId: attempt.id, callerId: attempt.callerId, selection: grant };
    const finished = (signal?: AbortSignal) => this.#finished(attempt.id, signal);
    switch (placement.kind) {
      case "placed":
        return { state: "placed", ...made, callId: placement.callId, finished };
      case "unknown":
        return { state: "unknown", ...made, reason: placement.reason, finished };
      default: {
        const { attemptId, callerId } = made;
        const status = placement.kind === "rejected" ? { status: placement.status } : {};
        return { state: "rejected", attemptId, callerId, reason: placement.reason, ...status };
      }
    }
  }

  reconcile(signal?: AbortSignal): Promise<RecordReading> {
    return this.#reader.read(true, signal);
  }

  async announceEnd(...callIds: readonly string[]): Promise<void> {
    const { journal, clock } = this.#options;
    await journal.markDue(callIds, clock.now());
  }

  verify(query: { readonly campaignId?: string } = {}, signal?: AbortSignal): Promise<Verification> {
    return verify(this.#options, query, signal);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#watch.close();
    await this.#queue.idle();
  }

  async #finished(attemptId: string, signal: AbortSignal | undefined): Promise<FinishedCall> {
    const attempt = await this.#watch.untilClosed(attemptId, signal);
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
