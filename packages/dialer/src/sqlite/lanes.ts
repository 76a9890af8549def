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

/** Contacts of a lane that are being added to a list. */
export interface LaneRows {
  readonly lane: number;
  readonly insert: ContactInsert;
  /** How many. */
  count: number;
}

/** The lanes of a list that rows are added to. To be made anew for each transaction: if that is undone, so are the lanes it added. */
export class Lanes {
  readonly #sql: Sql;
  readonly #campaign: number;
  readonly #known = new Map<string, number>();
  readonly #rows = new Map<number, LaneRows>();
  readonly #plain: LaneRows;

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#campaign = campaign;
    this.#plain = this.#rowsOf(PLAIN_LANE);
    for (const { lane, ask } of sql.all<{ lane: number; ask: string | null }>(
      "SELECT lane, ask FROM dialer_lane WHERE campaign = ?",
      campaign,
    ))
      if (ask !== null) this.#known.set(ask, lane);
  }

  /** Where a contact stands that asks for this. */
  for(row: LaneAsk): LaneRows {
    const ask = laneText(row);
    return ask === undefined ? this.#plain : this.#rowsOf(this.#known.get(ask) ?? this.#add(ask));
  }

  /** Every contact is in the table. */
  end(): readonly LaneRows[] {
    const all = [...this.#rows.values()];
    for (const { insert } of all) insert.end();
    return all;
  }

  #rowsOf(lane: number): LaneRows {
    const known = this.#rows.get(lane);
    if (known !== undefined) return known;
    const rows = { lane, insert: new ContactInsert(this.#sql, this.#campaign, lane), count: 0 };
    this.#rows.set(lane, rows);
    return rows;
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
