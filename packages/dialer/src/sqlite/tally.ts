import type { Sql } from "./sql.js";

/** What is counted of a campaign. */
export type TallyKind = "contact" | "waiting" | "outcome" | "attempt" | "row" | "lane";

/** Stands for the campaign of calls that belong to none. */
export const NO_CAMPAIGN = 0;

/** Changes of the counts that one transaction makes, written once at its end. */
export class Tally {
  readonly #deltas = new Map<string, { campaign: number; what: TallyKind; name: string; by: number }>();

  add(campaign: number, what: TallyKind, name: string, by: number): void {
    const key = `${campaign} ${what} ${name}`;
    const delta = this.#deltas.get(key);
    if (delta === undefined) this.#deltas.set(key, { campaign, what, name, by });
    else delta.by += by;
  }

  write(sql: Sql): void {
    for (const { campaign, what, name, by } of this.#deltas.values())
      if (by !== 0)
        sql.run(
          `INSERT INTO dialer_tally (campaign, what, name, count) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET count = count + excluded.count`,
          campaign,
          what,
          name,
          by,
        );
    this.#deltas.clear();
  }
}
