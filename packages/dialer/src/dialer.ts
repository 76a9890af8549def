import { ApiClock } from "./api-clock.js";
import { AttemptSender } from "./attempt-sender.js";
import type { CallRequest, CallResult } from "./call-result.js";
import { CallWatch } from "./call-watch.js";
import { Campaigns } from "./campaigns.js";
import { CommitQueue } from "./commit-queue.js";
import { CampaignNotFoundError } from "./errors.js";
import { InFlight } from "./in-flight.js";
import { type DialerOptions, type ResolvedDialerOptions, resolveDialerOptions } from "./options.js";
import { PoolLoader } from "./pool-loader.js";
import type { RecordReading } from "./record-entry.js";
import { RecordReader } from "./record-reader.js";
import { SingleCalls } from "./single-calls.js";
import { type Verification, verify } from "./verify.js";

/** How a call is placed. */
export interface CallOptions {
  /** Aborted before the request has left: nothing is placed. Afterwards it changes nothing. */
  readonly signal?: AbortSignal;
}

/** What a reconciliation on demand is about. */
export interface ReconcileOptions {
  /**
   * Under `onAbsent: "redial"`, the campaign whose absent contacts are to be called again. Default: all of the journal. What the records
   * say is entered for all of them.
   */
  readonly campaign?: string;
  readonly signal?: AbortSignal;
}

/** Places calls, one by one or from lists, never the same attempt twice. */
export interface Dialer {
  /**
   * Chooses a caller ID, writes down what is about to be done, and places the call, once. The first call of a dialer
   * also looks for what became of single calls that another process left.
   *
   * @throws InvalidInputError, PolicyError for what is wrong with the request; what the client throws when the pool cannot be
   *   read; ClockError for a machine's clock that is wrong; a store's error when nothing could be written down; the signal's reason. Then
   *   nothing was placed.
   */
  call(request: CallRequest, options?: CallOptions): Promise<CallResult>;
  readonly campaigns: Campaigns;
  /**
   * Reads the call records once and enters what they say of calls whose outcome is not known, those that were
   * given up as absent or unclear included.
   *
   * @throws CampaignNotFoundError; what the client throws when the records cannot be read to their end; ClockError where the machine's clock is
   *   wrong and something would be taken for absent. What was seen is entered.
   */
  reconcile(options?: ReconcileOptions): Promise<RecordReading>;
  /**
   * Marks calls as due for a read of their records: whoever dials on this journal reads at once. For whoever
   * receives the vendor's webhooks, of which only the call's id is signed.
   */
  announceEnd(...callIds: readonly string[]): Promise<void>;
  /** Compares placed attempts with the vendor's records. */
  verify(query?: { readonly campaignId?: string }, signal?: AbortSignal): Promise<Verification>;
  /**
   * Begins nothing any more, waits for the answer to every request that has left, writes it down, and stops reading. Calls that
   * ring go on. The store, the journal and the client stay open.
   */
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
  readonly #reader: RecordReader;
  readonly #watch: CallWatch;
  readonly #calls: SingleCalls;
  readonly #inFlight = new InFlight();
  readonly #closed = new AbortController();

  constructor(options: ResolvedDialerOptions) {
    const { journal, clock } = options;
    this.#options = options;
    this.#queue = new CommitQueue(journal, clock);
    const pools = new PoolLoader(options.pools, options);
    const running = new Set<string>();
    const apiClock = new ApiClock(options);
    this.#reader = new RecordReader(options, this.#queue, (campaignId) => running.has(campaignId), apiClock);
    this.#watch = new CallWatch(options, this.#reader);
    const parts = {
      options,
      queue: this.#queue,
      pools,
      apiClock,
      sender: new AttemptSender(options, this.#queue, pools),
      watch: this.#watch,
      inFlight: this.#inFlight,
      running,
      closed: this.#closed.signal,
    };
    this.campaigns = new Campaigns(parts);
    this.#calls = new SingleCalls(parts, this.#reader);
  }

  call(request: CallRequest, { signal }: CallOptions = {}): Promise<CallResult> {
    return this.#inFlight.add(this.#calls.place(request, signal));
  }

  async reconcile({ campaign: name, signal }: ReconcileOptions = {}): Promise<RecordReading> {
    const named = name === undefined ? undefined : await this.#options.journal.findCampaign(name);
    if (name !== undefined && named === undefined) throw new CampaignNotFoundError(name);
    return await this.#reader.read({
      isThorough: true,
      redials: (campaignId) => named === undefined || named.id === campaignId,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async announceEnd(...callIds: readonly string[]): Promise<void> {
    const { journal, clock } = this.#options;
    await journal.markDue(callIds, clock.now());
  }

  verify(query: { readonly campaignId?: string } = {}, signal?: AbortSignal): Promise<Verification> {
    return verify(this.#options, query, signal);
  }

  async close(): Promise<void> {
    this.#closed.abort(new Error("The dialer was closed."));
    await this.#inFlight.idle();
    await this.#watch.close();
    await this.#queue.idle();
  }
}
