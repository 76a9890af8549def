import { type LaneAsk, laneText, MAX_LANES } from "../lane.js";
import type { Sql } from "./sql.js";

/** Of contacts whose rows ask for nothing of their own. */
const PLAIN_LANE = 0;
/** Of those that ask for more different things than there are lanes: a refusal is each one's own. */
const APART_LANE = -1;

/** Whether a refusal to one contact of the lane says something of the others. */
export function isShared(lane: number): boolean {
  return lane !== APART_LANE;
}

/** A campaign that is made has the lane of those who ask for nothing of their own. */
export function makeLanes(sql: Sql, campaign: number): void {
  insertLane(sql, campaign, PLAIN_LANE, null);
}

/** How many contacts are being added to a lane. */
export interface LaneCount {
  readonly lane: number;
  count: number;
}

/** The lanes of a list that rows are added to. To be made anew for each transaction: if that is undone, so are the lanes it added. */
export class Lanes {
  readonly #sql: Sql;
  readonly #campaign: number;
  readonly #known = new Map<string, number>();
  /** By what rows say, as it stands there: nearly always a few different things. */
  readonly #seen = new Map<string, LaneCount>();
  readonly #counts = new Map<number, LaneCount>();
  readonly #plain: LaneCount;

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#campaign = campaign;
    this.#plain = this.#countOf(PLAIN_LANE);
    for (const { lane, ask } of sql.all<{ lane: number; ask: string | null }>(
      "SELECT lane, ask FROM dialer_lane WHERE campaign = ?",
      campaign,
    ))
      if (ask !== null) this.#known.set(ask, lane);
  }

  /** Where a contact stands that asks for this; it is counted there. */
  add(row: LaneAsk): number {
    const count = this.#of(row);
    count.count++;
    return count.lane;
  }

  get counts(): Iterable<LaneCount> {
    return this.#counts.values();
  }

  #of(row: LaneAsk): LaneCount {
    if (row.agentId === undefined && row.callerId === undefined && row.tags === undefined) return this.#plain;
    const said = spelledOut(row);
    const seen = said === undefined ? undefined : this.#seen.get(said);
    if (seen !== undefined) return seen;
    const ask = laneText(row);
    const count = ask === undefined ? this.#plain : this.#countOf(this.#known.get(ask) ?? this.#make(ask));
    if (said !== undefined) this.#seen.set(said, count);
    return count;
  }

  #countOf(lane: number): LaneCount {
    const known = this.#counts.get(lane);
    if (known !== undefined) return known;
    const count = { lane, count: 0 };
    this.#counts.set(lane, count);
    return count;
  }

  #make(ask: string): number {
    if (this.#known.size >= MAX_LANES) {
      insertLane(this.#sql, this.#campaign, APART_LANE, null);
      return APART_LANE;
    }
    const lane = this.#known.size + 1;
    insertLane(this.#sql, this.#campaign, lane, ask);
    this.#known.set(ask, lane);
    return lane;
  }
}

/** What a row asks for, each text behind its length: a fifth of the time that its lane's text takes. `undefined` where a tag is a list. */
function spelledOut({ agentId, callerId, tags }: LaneAsk): string | undefined {
  let said = `${spelled(agentId)}${spelled(callerId)}`;
  for (const name in tags) {
    const value = tags[name];
    if (typeof value !== "string") return undefined;
    said += spelled(name) + spelled(value);
  }
  return said;
}

function spelled(text: string | undefined): string {
  return text === undefined ? "-" : `${text.length}:${text}`;
}

function insertLane(sql: Sql, campaign: number, lane: number, ask: string | null): void {
  sql.run("INSERT OR IGNORE INTO dialer_lane (campaign, lane, ask) VALUES (?, ?, ?)", campaign, lane, ask);
}
