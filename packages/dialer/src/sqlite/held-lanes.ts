import type { Refusal } from "@dialpool/pool-strategies";
import type { BeginRequest } from "../journal.js";
import { laneHeldUntil } from "../lane.js";
import { isShared } from "./lanes.js";
import type { Sql } from "./sql.js";

interface HeldLane {
  readonly since: number;
  readonly until: number;
}

/** Lanes of a campaign for which no number is free, within one transaction. */
export class HeldLanes {
  readonly #sql: Sql;
  readonly #campaign: number;
  readonly #held: Map<number, HeldLane>;

  constructor(sql: Sql, campaign: number) {
    this.#sql = sql;
    this.#campaign = campaign;
    this.#held = new Map(
      sql
        .all<{ lane: number } & HeldLane>(
          "SELECT lane, since, until FROM dialer_lane WHERE campaign = ? AND since IS NOT NULL",
          campaign,
        )
        .map(({ lane, ...held }) => [lane, held]),
    );
  }

  /**
   * A number was refused to a contact of the lane.
   *
   * @param areLinesLimited See {@link BeginRequest}.
   * @returns Until when it is refused to all of them, epoch ms; `undefined` if the refusal is the contact's own.
   */
  refused(lane: number, refusal: Refusal, areLinesLimited: boolean, now: number): number | undefined {
    const until = isShared(lane) ? laneHeldUntil(refusal, now) : undefined;
    if (until === undefined) return undefined;
    const before = this.#held.get(lane);
    if (before?.until === until) return until;
    const since = before?.since ?? now;
    this.#sql.run(
      "UPDATE dialer_lane SET since = ?, until = ?, at_latest = ? WHERE campaign = ? AND lane = ?",
      since,
      until,
      areLinesLimited || refusal.atLatest === true ? 1 : 0,
      this.#campaign,
      lane,
    );
    this.#held.set(lane, { since, until });
    return until;
  }

  /** A contact of the lane was given a number. */
  granted(lane: number): void {
    if (!this.#held.delete(lane)) return;
    this.#sql.run(
      "UPDATE dialer_lane SET since = NULL, until = NULL, at_latest = NULL WHERE campaign = ? AND lane = ?",
      this.#campaign,
      lane,
    );
  }
}

/**
 * What becomes of a lease and may free its number: a call that has ended leaves room for another at once; one that was given back
 * also is no call of the day any more.
 */
export type FreedBy = "ended" | "released";

/** Numbers may be free before it was said: whoever waits for one asks again, of whichever campaign. */
export function wakeLanes(sql: Sql, freed: ReadonlySet<FreedBy>, now: number): void {
  if (freed.size === 0) return;
  sql.run(
    `UPDATE dialer_lane INDEXED BY dialer_lane_held SET until = ?1
     WHERE until IS NOT NULL AND until > ?1${freed.has("released") ? "" : " AND at_latest = 1"}`,
    now,
  );
}
