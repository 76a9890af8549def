import { IS_OPEN } from "./attempt-rows.js";
import type { Sql } from "./sql.js";

/** Something that is not as it must be in a journal. */
export interface JournalFinding {
  /**
   * Which law is broken:
   *
   * - `counts`: the counts that are kept are those of the rows.
   * - `contacts`: a contact is open if its latest attempt is, and then only; a queued one says when and what for; its row can be read.
   * - `attempts`: a callee has one open attempt at most, those apart whose call showed up late; a call was found for all that are placed.
   * - `list`: a number is in a campaign's list once.
   */
  readonly law: "counts" | "contacts" | "attempts" | "list";
  /** A sentence: what is wrong, and where. */
  readonly message: string;
}

/** Queries that must give nothing; each row is a sentence. */
const LAWS: readonly { readonly law: JournalFinding["law"]; readonly sql: string }[] = [
  {
    law: "counts",
    sql: `
      WITH counted AS (
        SELECT campaign, 'contact' AS what, state AS name, count(*) AS count FROM dialer_contact GROUP BY 1, 3
        UNION ALL
        SELECT campaign, 'waiting', waits_for, count(*) FROM dialer_contact
          WHERE waits_for IS NOT NULL GROUP BY 1, 3
        UNION ALL
        SELECT campaign, 'outcome', json_extract(outcomes, '$[#-1]'), count(*) FROM dialer_contact
          WHERE state = 'finished' AND outcomes IS NOT NULL GROUP BY 1, 3
        UNION ALL
        SELECT campaign, 'lane', CAST(lane AS TEXT), count(*) FROM dialer_contact
          WHERE waits_for = 'turn' GROUP BY 1, 3
        UNION ALL
        SELECT coalesce(campaign, 0), 'attempt', state, count(*) FROM dialer_attempt GROUP BY 1, 3
        UNION ALL
        SELECT campaign, 'row', state, count(*) FROM dialer_rejected_row GROUP BY 1, 3)
      SELECT 'Campaign ' || campaign || ' has ' || sum(counted) || ' of ' || what || ' ' || name || ', and '
          || sum(kept) || ' are counted.' AS message
        FROM (SELECT campaign, what, name, count AS counted, 0 AS kept FROM counted
          UNION ALL SELECT campaign, what, name, 0, count FROM dialer_tally)
        GROUP BY campaign, what, name HAVING sum(counted) <> sum(kept)`,
  },
  {
    law: "contacts",
    sql: `
      SELECT 'Line ' || contact.line || ' of campaign ' || contact.campaign || ' is ' || contact.state
          || ', and its latest attempt is ' || coalesce(attempt.state, 'not there') || '.' AS message
        FROM dialer_contact AS contact
        LEFT JOIN dialer_attempt AS attempt ON attempt.sequence = contact.last_attempt
        WHERE (contact.state = 'open') <> coalesce(attempt.${IS_OPEN}, 0)`,
  },
  {
    law: "contacts",
    sql: `
      SELECT 'Line ' || line || ' of campaign ' || campaign || ' is ' || state
          || ', and does not say rightly when it is due.' AS message
        FROM dialer_contact
        WHERE (state = 'queued') <> (due_at IS NOT NULL) OR (state = 'queued') <> (waits_for IS NOT NULL)`,
  },
  {
    law: "contacts",
    sql: `
      SELECT 'Line ' || contact.line || ' of campaign ' || contact.campaign || ' says ' || contact.attempts
          || ' attempts, and has ' || coalesce(made.count, 0) || '.' AS message
        FROM dialer_contact AS contact
        LEFT JOIN (SELECT campaign, line, count(*) AS count FROM dialer_attempt GROUP BY campaign, line) AS made
          ON made.campaign = contact.campaign AND made.line = contact.line
        WHERE contact.attempts <> coalesce(made.count, 0)`,
  },
  {
    law: "contacts",
    sql: `
      SELECT 'Line ' || line || ' of campaign ' || campaign || ' cannot be read.' AS message
        FROM dialer_contact
        WHERE CASE WHEN json_valid(details) THEN NOT EXISTS (SELECT 1 FROM dialer_row_shape AS shape
            WHERE shape.key = json_extract(details, '$[0]')
              AND json_array_length(shape.fields) + 1 = json_array_length(details))
          ELSE 1 END`,
  },
  {
    law: "contacts",
    sql: `
      SELECT 'Line ' || line || ' of campaign ' || campaign || ' is in lane ' || lane || ', which is not there.' AS message
        FROM dialer_contact AS contact
        WHERE NOT EXISTS (SELECT 1 FROM dialer_lane AS lane
          WHERE lane.campaign = contact.campaign AND lane.lane = contact.lane)`,
  },
  {
    law: "attempts",
    sql: `
      SELECT 'Attempt ' || max(id) || ' is not the only open one of its callee.' AS message
        FROM dialer_attempt WHERE ${IS_OPEN} AND late = 0 GROUP BY callee HAVING count(*) > 1`,
  },
  {
    law: "attempts",
    sql: `
      SELECT 'Attempt ' || id || ' is placed without a call.' AS message
        FROM dialer_attempt WHERE state = 'placed' AND call_id IS NULL`,
  },
  {
    law: "list",
    sql: `
      SELECT 'The lines ' || min(line) || ' and ' || max(line) || ' of campaign ' || campaign
          || ' have the same number.' AS message
        FROM dialer_contact GROUP BY campaign, phone HAVING count(*) > 1`,
  },
];

/** Checks the laws that a journal keeps. At most 100 findings a law. */
export function checkJournal(sql: Sql): readonly JournalFinding[] {
  return LAWS.flatMap(({ law, sql: query }) =>
    sql.all<{ message: string }>(`${query} LIMIT 100`).map(({ message }) => ({ law, message })),
  );
}
