import type { CallOutcome, LeaseState, LinkStep } from "@dialpool/pool-strategies";
import type { Connection, Row } from "./connection.js";
import { QUARTERS, slotOf } from "./slots.js";

const DAY_MS = 86_400_000;
/** Old calls that go with each new one, so that the table shrinks when it should and no verb has much to delete. */
const DELETED_AT_ONCE = 4;

/** A lease as it is kept. */
export interface KeptLease {
  readonly sequence: number;
  readonly state: LeaseState;
  /** Until when it is live; 0 when it is no more. */
  readonly liveUntil: number;
  readonly pool: number;
  /** The number's id. */
  readonly number: number;
  /** Digits. */
  readonly callee: number;
  readonly at: number;
  readonly enteredAt: number;
  readonly holdUntil: number;
  /** What the order learns the outcome by. */
  readonly step: LinkStep | undefined;
}

/** The columns of a lease, in the order in which {@link leaseOf} reads them. */
const COLUMNS =
  "sequence, state, iif(live = 1, live_until, 0), pool, number, callee, at, entered_at, hold_until, step";

function leaseOf(row: Row): KeptLease {
  return {
    sequence: row[0] as number,
    state: row[1] as LeaseState,
    liveUntil: row[2] as number,
    pool: row[3] as number,
    number: row[4] as number,
    callee: row[5] as number,
    at: row[6] as number,
    enteredAt: row[7] as number,
    holdUntil: row[8] as number,
    step: (row[9] as LinkStep | null) ?? undefined,
  };
}

/**
 * Leases and recorded calls. A lease is forgotten when its call has left the rolling day; its row stays
 * for whoever looks into the file, until it is older than calls are kept.
 */
export class CallBook {
  readonly #keptMs: number;
  /** When the oldest call was entered, or earlier. */
  #oldestEnteredAt = Number.NEGATIVE_INFINITY;
  readonly #insert;
  readonly #record;
  readonly #select;
  readonly #move;
  readonly #lapsing;
  readonly #lapse;
  readonly #overdue;
  readonly #lose;
  readonly #kthLive;
  readonly #oldest;
  readonly #deleteOldest;

  constructor(connection: Connection, keepCallsDays: number) {
    this.#keptMs = keepCallsDays * DAY_MS;
    this.#insert = connection.prepare(
      `INSERT INTO calls (sequence, state, live, pool, number, callee, at, entered_at, hold_until, live_until, step)
        VALUES (?, 'held', 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#record = connection.prepare(
      `INSERT INTO calls (sequence, state, live, number, callee, at, entered_at, hold_until, live_until, outcome)
        VALUES (?, 'recorded', 0, ?, ?, ?, ?, 0, 0, ?)`,
    );
    this.#select = connection.prepare(
      `SELECT ${COLUMNS} FROM calls WHERE sequence = ? AND state <> 'recorded'`,
    );
    this.#move = connection.prepare(
      "UPDATE calls SET state = ?, live = ?, outcome = ?, settled_at = ? WHERE sequence = ?",
    );
    this.#lapsing = connection.prepare(
      "SELECT sequence, number, live_until FROM calls WHERE live = 1 AND live_until <= ?",
    );
    this.#lapse = connection.prepare("UPDATE calls SET live = 0 WHERE sequence = ?");
    this.#overdue = connection.prepare(
      `SELECT ${COLUMNS} FROM calls WHERE live = 1 AND hold_until <= ? AND state = 'held'
        UNION ALL SELECT ${COLUMNS} FROM calls WHERE live = 0 AND state = 'held'`,
    );
    this.#lose = connection.prepare(
      "UPDATE calls SET state = 'lost' WHERE state = 'held' AND live = 0 AND entered_at < ?",
    );
    this.#kthLive = connection.prepare(
      "SELECT live_until FROM calls WHERE live = 1 AND number = ? ORDER BY live_until LIMIT 1 OFFSET ?",
    );
    this.#oldest = connection.prepare("SELECT sequence, entered_at FROM calls ORDER BY sequence LIMIT 1");
    this.#deleteOldest = connection.prepare(
      `DELETE FROM calls WHERE sequence >= ? AND sequence < ? AND entered_at < ?`,
    );
  }

  /** Enters a lease: held, and live. */
  open(
    sequence: number,
    pool: number,
    number: number,
    callee: number,
    now: number,
    holdUntil: number,
    liveUntil: number,
    step: LinkStep | undefined,
  ): void {
    this.#insert.run(sequence, pool, number, callee, now, now, holdUntil, liveUntil, step ?? null);
    this.#deleteOld(now);
  }

  /** Enters a call that has no lease. */
  record(
    sequence: number,
    number: number,
    callee: number,
    at: number,
    now: number,
    outcome: CallOutcome | undefined,
  ): void {
    this.#record.run(sequence, number, callee, at, now, outcome ?? null);
    this.#deleteOld(now);
  }

  /** The lease; `undefined` when there is none, or it is forgotten. */
  find(sequence: number, now: number): KeptLease | undefined {
    const row = this.#select.get(sequence);
    if (row === undefined) return undefined;
    const lease = leaseOf(row);
    return lease.enteredAt < firstRemembered(now) ? undefined : lease;
  }

  move(lease: KeptLease, to: LeaseState, outcome: CallOutcome | undefined, now: number): void {
    const isLive = lease.liveUntil > 0 && to !== "ended" && to !== "released";
    this.#move.run(to, isLive ? 1 : 0, outcome ?? null, now, lease.sequence);
  }

  /** Leases that stop being live by `now`: of each the sequence, the number's id, and when it was. */
  lapsing(now: number): readonly (readonly [sequence: number, number: number, liveUntil: number])[] {
    return this.#lapsing.all(now) as unknown as readonly (readonly [number, number, number])[];
  }

  lapse(sequence: number): void {
    this.#lapse.run(sequence);
  }

  /** Held leases past their deadline, in the order granted. Those that are forgotten by now are closed. */
  overdue(now: number): readonly KeptLease[] {
    this.#lose.run(firstRemembered(now));
    const overdue = this.#overdue.all(now).map(leaseOf);
    return overdue.sort((a, b) => a.sequence - b.sequence);
  }

  /**
   * The k-th least instant at which live leases of a number stop being so; 1 ≤ k ≤ their count. Passes over those of
   * other numbers: for numbers with very many.
   */
  kthLiveUntil(number: number, k: number): number {
    return this.#kthLive.get(number, k - 1)?.[0] as number;
  }

  #deleteOld(now: number): void {
    const keptSince = now - this.#keptMs;
    if (this.#oldestEnteredAt >= keptSince) return;
    const [sequence, enteredAt] = this.#oldest.get() as readonly [number, number];
    this.#oldestEnteredAt = enteredAt;
    if (enteredAt < keptSince) this.#deleteOldest.run(sequence, sequence + DELETED_AT_ONCE, keptSince);
  }
}

/** Leases entered before this instant are forgotten. */
export function firstRemembered(now: number): number {
  return Math.max(0, (slotOf(QUARTERS, now) - QUARTERS.window + 1) * QUARTERS.slotMs);
}
