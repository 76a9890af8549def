import { type LaneAsk, laneText, MAX_LANES } from "../lane.js";
import { ContactInsert } from "./contact-insert.js";
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

/** The lanes of a list that rows are added to. To be made anew for each transaction: if that is undone, so are the lanes it added. */
export class Lanes {
  readonly #sql: Sql;
  readonly #campaign: number;
  readonly #known = new Map<string, number>();
  readonly #inserts = new Map<number, ContactInsert>();

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#campaign = campaign;
    for (const { lane, ask } of sql.all<{ lane: number; ask: string | null }>(
      "SELECT lane, ask FROM dialer_lane WHERE campaign = ?",
      campaign,
    ))
      if (ask !== null) this.#known.set(ask, lane);
  }

  /** Where a contact stands that asks for this. */
  laneOf(row: LaneAsk): number {
    const ask = laneText(row);
    return ask === undefined ? PLAIN_LANE : (this.#known.get(ask) ?? this.#add(ask));
  }

  /** Inserts the contacts of a lane. */
  into(lane: number): ContactInsert {
    const known = this.#inserts.get(lane);
    if (known !== undefined) return known;
    const insert = new ContactInsert(this.#sql, this.#campaign, lane);
    this.#inserts.set(lane, insert);
    return insert;
  }

  /** Every contact is in the table. */
  end(): void {
    for (const insert of this.#inserts.values()) insert.end();
  }

  #add(ask: string): number {
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

function insertLane(sql: Sql, campaign: number, lane: number, ask: string | null): void {
  sql.run("INSERT OR IGNORE INTO dialer_lane (campaign, lane, ask) VALUES (?, ?, ?)", campaign, lane, ask);
}
