import type { ApiClock } from "./api-clock.js";
import type { AttemptSender } from "./attempt-sender.js";
import type { CallWatch } from "./call-watch.js";
import { CampaignRun, type CampaignRunOptions, type RunEnd } from "./campaign-run.js";
import type { CommitQueue } from "./commit-queue.js";
import { CampaignNotFoundError } from "./errors.js";
import { type CampaignOptions, type ContactSource, importList } from "./import-list.js";
import type { InFlight } from "./in-flight.js";
import type {
  Campaign,
  CampaignProgress,
  Contact,
  ContactState,
  ImportedList,
  Pace,
  RejectedRow,
} from "./journal.js";
import { checkPace, type ResolvedDialerOptions } from "./options.js";
import { noPool, type PoolLoader } from "./pool-loader.js";

/** Rows of a report that are read at once. */
const REPORT_PAGE = 1_000;

/** What the parts of a dialer share. */
export interface DialerParts {
  readonly options: ResolvedDialerOptions;
  readonly queue: CommitQueue;
  readonly pools: PoolLoader;
  readonly apiClock: ApiClock;
  readonly sender: AttemptSender;
  readonly watch: CallWatch;
  /** What closing the dialer waits for. */
  readonly inFlight: InFlight;
  /** Ids of the campaigns that the dialer runs just now. */
  readonly running: Set<string>;
  readonly closed: AbortSignal;
}

/** Where a campaign stands, for whoever asks. */
export interface CampaignStatus {
  readonly campaign: Campaign;
  readonly progress: CampaignProgress;
  readonly pace: Pace;
}

/** Campaigns: lists of contacts, each called until it has reached a final state. */
export class Campaigns {
  readonly #parts: DialerParts;

  constructor(parts: DialerParts) {
    this.#parts = parts;
  }

  /**
   * Reads a list in, with flat memory. A list that was read in before is known by its digest (or name): then nothing is
   * added, and the campaign it belongs to is answered, its outcome being `known`.
   *
   * @throws What the source throws; ContactsError for a list with nobody to call; CampaignNameTakenError if another list has the name; DialerConfigError for a pace that is none, and where the dialer has no pool of an agent that
   *   a row, or the campaign, names; a store's error. Nothing of the list is kept then.
   */
  import(source: ContactSource, options: CampaignOptions = {}): Promise<ImportedList> {
    return importList(this.#parts, source, options);
  }

  /**
   * Calls the contacts of a campaign until all are final, the next is due only later than the run waits, or something stops it.
   * Several processes may run the same campaign; each resumes what another left.
   *
   * @throws CampaignNotFoundError; DialerConfigError if the dialer has no pool of the campaign's agent.
   */
  async run(name: string, options: CampaignRunOptions = {}): Promise<RunEnd> {
    const campaign = await this.#find(name);
    if (!this.#parts.pools.has(campaign.agentId)) throw noPool(campaign.agentId);
    const { inFlight, running } = this.#parts;
    running.add(campaign.id);
    const over = () => running.delete(campaign.id);
    return await inFlight.add(new CampaignRun(campaign, this.#parts, options).toEnd().finally(over));
  }

  /** @throws CampaignNotFoundError */
  async status(name: string): Promise<CampaignStatus> {
    const { journal, clock } = this.#parts.options;
    const campaign = await this.#find(name);
    return { campaign, progress: await journal.progress(campaign.id), pace: await journal.pace(clock.now()) };
  }

  async list(): Promise<readonly Campaign[]> {
    return this.#parts.options.journal.campaigns();
  }

  /** Nobody is called from now on; calls in flight go on. Whoever runs the campaign waits, until it is resumed or interrupted. */
  pause(name: string): Promise<Campaign> {
    return this.#change(name, { wish: "pause" });
  }

  /** Takes a pause back. Whoever runs the campaign goes on. */
  resume(name: string): Promise<Campaign> {
    return this.#change(name, { wish: "run" });
  }

  /**
   * Nobody is called any more. Whoever runs the campaign sees its calls to their end; where nobody does, whichever dialer reads the
   * records of this journal next learns how they ended: one that runs another campaign, or `run` of this one, which calls nobody and
   * waits for them. The campaign is `aborted` when none of its calls is open.
   */
  abort(name: string): Promise<Campaign> {
    return this.#change(name, { wish: "abort" });
  }

  /**
   * Changes how fast calls start, or how many may be open, while the campaign runs.
   *
   * @throws CampaignNotFoundError; DialerConfigError for a pace that is none.
   */
  async changePace(
    name: string,
    pace: Partial<Pick<Campaign, "startRate" | "concurrency">>,
  ): Promise<Campaign> {
    checkPace("The campaign's pace", pace);
    return await this.#change(name, pace);
  }

  /** Contacts and rows of a campaign in the order of the list: all, or those in some states. */
  async *rows(
    name: string,
    states: readonly (ContactState | "invalid" | "duplicate")[] = EVERY_STATE,
  ): AsyncGenerator<Contact | RejectedRow> {
    const { id } = await this.#find(name);
    for (let afterLine = 0; ; ) {
      const page = await this.#parts.options.journal.rows(id, { states, afterLine, limit: REPORT_PAGE });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < REPORT_PAGE) return;
      afterLine = last.line;
    }
  }

  async #change(
    name: string,
    change: Partial<Pick<Campaign, "wish" | "startRate" | "concurrency">>,
  ): Promise<Campaign> {
    const { id } = await this.#find(name);
    return this.#parts.options.journal.changeCampaign(id, change);
  }

  async #find(name: string): Promise<Campaign> {
    const campaign = await this.#parts.options.journal.findCampaign(name);
    if (campaign === undefined) throw new CampaignNotFoundError(name);
    return campaign;
  }
}

const EVERY_STATE = [
  "queued",
  "open",
  "finished",
  "rejected",
  "suppressed",
  "refused",
  "absent",
  "unclear",
  "invalid",
  "duplicate",
] as const;
