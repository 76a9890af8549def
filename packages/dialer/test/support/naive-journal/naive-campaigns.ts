import { CampaignNotFoundError } from "../../../src/errors.js";
import type {
  Campaign,
  ContactRef,
  ContactState,
  ImportedRow,
  ListIdentity,
  NewCampaign,
  RejectedRow,
  SealedCampaign,
} from "../../../src/journal.js";
import type { NaiveContact } from "./naive-contacts.js";
import { NaiveLanes } from "./naive-lanes.js";

/** A campaign, and the rows of its list. Without `list` it is not sealed yet. */
export interface NaiveCampaign {
  readonly made: NewCampaign;
  list: ListIdentity | undefined;
  title: string;
  name: string;
  wish: Campaign["wish"];
  startRate: number | null;
  concurrency: number;
  readonly contacts: NaiveContact[];
  readonly rejected: RejectedRow[];
  readonly lanes: NaiveLanes;
}

/** Campaigns and their lists, in the order made. */
export class NaiveCampaigns {
  readonly #campaigns: NaiveCampaign[] = [];

  create(made: NewCampaign): void {
    this.#campaigns.push({
      made,
      list: undefined,
      title: "",
      name: "",
      wish: "run",
      startRate: made.startRate,
      concurrency: made.concurrency,
      contacts: [],
      rejected: [],
      lanes: new NaiveLanes(),
    });
  }

  addRows(campaignId: string, rows: readonly ImportedRow[]): void {
    const campaign = this.#importing(campaignId);
    for (const row of rows) {
      if (row.kind === "invalid") {
        campaign.rejected.push({ line: row.line, state: "invalid", reason: row.reason });
        continue;
      }
      const { kind: _, suppressed, ...data } = row;
      const twin = campaign.contacts.find(({ phone }) => phone === row.phone);
      if (twin === undefined) {
        // Lanes are numbered in the order in which they are met.
        campaign.lanes.of(data);
        campaign.contacts.push({
          ...data,
          campaignId,
          attempts: 0,
          outcomes: [],
          ...(suppressed === undefined
            ? { state: "queued", dueAt: 0, waitsFor: "turn" }
            : { state: "suppressed", reason: suppressed }),
        });
      } else
        campaign.rejected.push({
          line: row.line,
          state: "duplicate",
          reason: `the same number as in line ${twin.line}`,
        });
    }
  }

  seal(campaignId: string, list: ListIdentity): SealedCampaign {
    const campaign = this.#importing(campaignId);
    const sealed = this.#sealed();
    const named =
      list.name === undefined
        ? undefined
        : sealed.findLast(({ title, name }) => title === list.name || name === list.name);
    const known = named ?? sealed.findLast((other) => other.list?.digest === list.digest);
    if (named !== undefined && named.list?.digest !== list.digest) {
      this.discard(campaignId);
      return { outcome: "name_taken", campaign: viewOf(named) };
    }
    if (known !== undefined && list.again !== true) {
      this.discard(campaignId);
      return { outcome: "known", campaign: viewOf(known) };
    }
    campaign.title = named?.title ?? list.name ?? list.digest;
    campaign.name = campaign.title;
    for (let run = 2; sealed.some(({ name }) => name === campaign.name); run++)
      campaign.name = `${campaign.title} (${run})`;
    campaign.list = list;
    return { outcome: "created", campaign: viewOf(campaign) };
  }

  discard(campaignId: string): void {
    const at = this.#campaigns.findIndex(({ made, list }) => made.id === campaignId && list === undefined);
    if (at >= 0) this.#campaigns.splice(at, 1);
  }

  find(wanted: string): Campaign | undefined {
    const sealed = this.#sealed();
    const found =
      sealed.find(({ made }) => made.id === wanted) ??
      sealed.findLast(
        ({ title, name, list }) => title === wanted || name === wanted || list?.digest === wanted,
      );
    return found === undefined ? undefined : viewOf(found);
  }

  /** Pools may have changed: whoever waits for a number is due now. */
  askAgain(campaignId: string, now: number): void {
    const { contacts, lanes } = this.known(campaignId);
    lanes.askAgain();
    for (const contact of contacts)
      if (contact.waitsFor === "number" && (contact.dueAt ?? 0) > now) contact.dueAt = now;
  }

  /** A lease has ended, or was given back: numbers may be free. */
  wake(to: "ended" | "released", now: number): void {
    for (const { lanes } of this.#campaigns) lanes.wake(to, now);
  }

  all(): readonly Campaign[] {
    return this.#sealed().map(viewOf);
  }

  change(
    campaignId: string,
    { wish, startRate, concurrency }: Partial<Pick<Campaign, "wish" | "startRate" | "concurrency">>,
  ): Campaign {
    const campaign = this.known(campaignId);
    if (wish !== undefined) campaign.wish = wish;
    if (startRate !== undefined) campaign.startRate = startRate;
    if (concurrency !== undefined) campaign.concurrency = concurrency;
    return viewOf(campaign);
  }

  /** The contact itself, to change it. */
  contact({ campaignId, line }: ContactRef): NaiveContact | undefined {
    return this.sealed(campaignId)?.contacts.find((contact) => contact.line === line);
  }

  /** The campaign itself, once it is sealed. */
  sealed(campaignId: string): NaiveCampaign | undefined {
    return this.#sealed().find(({ made }) => made.id === campaignId);
  }

  /** The same. @throws CampaignNotFoundError */
  known(campaignId: string): NaiveCampaign {
    const campaign = this.sealed(campaignId);
    if (campaign === undefined) throw new CampaignNotFoundError(campaignId);
    return campaign;
  }

  #sealed(): readonly NaiveCampaign[] {
    return this.#campaigns.filter(({ list }) => list !== undefined);
  }

  #importing(campaignId: string): NaiveCampaign {
    const campaign = this.#campaigns.find(({ made }) => made.id === campaignId);
    if (campaign === undefined || campaign.list !== undefined) throw new CampaignNotFoundError(campaignId);
    return campaign;
  }
}

function viewOf({ made, list, name, wish, startRate, concurrency, contacts }: NaiveCampaign): Campaign {
  const isAny = (...states: ContactState[]) => contacts.some(({ state }) => states.includes(state));
  const isAborted = wish === "abort" && !isAny("open");
  return {
    id: made.id,
    name,
    digest: list?.digest ?? "",
    agentId: made.agentId,
    state: !isAny("queued", "open") ? "finished" : isAborted ? "aborted" : "open",
    wish,
    startRate,
    concurrency,
    settings: made.settings,
    createdAt: made.createdAt,
  };
}
