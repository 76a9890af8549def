import type { CallOutcome, LeaseState, LinkStep } from "@dialpool/pool-strategies";
import type { Connection, Row } from "./connection.js";
import type { Namespace } from "./namespace.js";
import { QUARTERS, slotOf } from "./slots.js";

const DAY_MS = 86_400_000;
/** Old calls that go with each new one, so that the table shrinks when it should and no verb has much to delete. */
const DELETED_AT_ONCE = 4;
/** Leases that are remembered from one verb to the next. */
const MAX_REMEMBERED = 5000;

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

/** A lease that is live, and until when. */
export type LapsingLease = readonly [sequence: number, number: number, liveUntil: number];

/** The columns of a lease, in the order in which {@link leaseOf} reads them. */
const COLUMNS =
  "sequence, state, iif(live > 0, live_until, 0), pool, number, callee, at, entered_at, hold_until, step";

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
 *
 * Leases stop being live in the order in which they were granted, so the first of them that is live tells when to look
 * again, and no index by time is needed. Those that may be held for longer than calls last are an exception, with `live` 2.
 */
export class CallBook {
  readonly #namespace: Namespace;
  readonly #keptMs: number;
  /** Leases that are live, as the file has them. */
  readonly #leases = new Map<number, KeptLease>();
  /** No lease stops being live before this instant. */
  #lapsesFrom = Number.NEGATIVE_INFINITY;
  /** When the oldest call was entered, or earlier. */
  #oldestEnteredAt = Number.NEGATIVE_INFINITY;
  readonly #insert;
  readonly #insertLearnt;
  readonly #record;
  readonly #select;
  readonly #move;
  readonly #firstLive;
  readonly #firstLonger;
  readonly #lapse;
  readonly #overdue;
  readonly #firstHeld;
  readonly #lose;
  readonly #kthLive;
  readonly #oldest;
  readonly #deleteOldest;

  constructor(connection: Connection, namespace: Namespace, keepCallsDays: number) {
    this.#namespace = namespace;
    this.#keptMs = keepCallsDays * DAY_MS;
    this.#insert = connection.prepare(
      `INSERT INTO calls (sequence, state, live, pool, number, callee, at, entered_at, hold_until, live_until)
        VALUES (?1, 'held', ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)`,
    );
    this.#insertLearnt = connection.prepare(
      `INSERT INTO calls (sequence, state, live, pool, number, callee, at, entered_at, hold_until, live_until, step)
        VALUES (?1, 'held', ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)`,
    );
    this.#record = connection.prepare(
      `INSERT INTO calls (sequence, state, live, number, callee, at, entered_at, hold_until, live_until, outcome)
        VALUES (?, 'recorded', 0, ?, ?, ?, ?, 0, 0, ?)`,
    );
    this.#select = connection.prepare(
      `SELECT ${COLUMNS} FROM calls WHERE sequence = ? AND state <> 'recorded'`,
    );
    this.#move = connection.prepare(
      "UPDATE calls SET state = ?, live = live * ?, outcome = ?, settled_at = ? WHERE sequence = ?",
    );
    this.#firstLive = connection.prepare(
      "SELECT sequence, number, live_until FROM calls WHERE sequence >= ? AND live = 1 ORDER BY sequence LIMIT 1",
    );
    this.#firstLonger = connection.prepare(
      "SELECT sequence, number, live_until FROM calls WHERE live = 2 ORDER BY live_until LIMIT 1",
    );
    this.#lapse = connection.prepare("UPDATE calls SET live = 0 WHERE sequence = ?");
    this.#overdue = connection.prepare(
      `SELECT ${COLUMNS} FROM calls WHERE sequence >= ? AND live = 1 AND state = 'held' AND hold_until <= ?
        UNION ALL SELECT ${COLUMNS} FROM calls WHERE live = 2 AND state = 'held' AND hold_until <= ?
        UNION ALL SELECT ${COLUMNS} FROM calls WHERE live = 0 AND state = 'held'`,
    );
    this.#firstHeld = connection.prepare(
      "SELECT sequence FROM calls WHERE sequence >= ? AND live = 1 AND state = 'held' ORDER BY sequence LIMIT 1",
    );
    this.#lose = connection.prepare(
      "UPDATE calls SET state = 'lost' WHERE state = 'held' AND live = 0 AND entered_at < ?",
    );
    this.#kthLive = connection.prepare(
      `SELECT live_until FROM (
          SELECT number, live_until FROM calls WHERE sequence >= ? AND live = 1
          UNION ALL SELECT number, live_until FROM calls WHERE live = 2
        ) WHERE number = ? ORDER BY live_until LIMIT 1 OFFSET ?`,
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
    const live = liveUntil > now + this.#namespace.maxCallMs ? 2 : 1;
    if (step === undefined) this.#insert.run(sequence, live, pool, number, callee, now, holdUntil, liveUntil);
    else this.#insertLearnt.run(sequence, live, pool, number, callee, now, holdUntil, liveUntil, step);
    this.#remember({
      sequence,
      state: "held",
      liveUntil,
      pool,
      number,
      callee,
      at: now,
      enteredAt: now,
      holdUntil,
      step,
    });
    this.#lapsesFrom = Math.min(this.#lapsesFrom, liveUntil);
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
    const lease = this.#leases.get(sequence) ?? this.#read(sequence);
    if (lease === undefined) return undefined;
    return lease.enteredAt < firstRemembered(now) ? undefined : lease;
  }

  move(lease: KeptLease, to: LeaseState, outcome: CallOutcome | undefined, now: number): void {
    const isLive = lease.liveUntil > 0 && to !== "ended" && to !== "released";
    this.#move.run(to, isLive ? 1 : 0, outcome ?? null, now, lease.sequence);
    if (isLive) this.#remember({ ...lease, state: to });
    else this.#leases.delete(lease.sequence);
  }

  /** A lease that stops being live by `now`; `undefined` when there is none. Whoever asks lets it lapse, and asks again. */
  nextToLapse(now: number): LapsingLease | undefined {
    if (now < this.#lapsesFrom) return undefined;
    const namespace = this.#namespace;
    const first = this.#firstLive.get(namespace.firstLive) as LapsingLease | undefined;
    namespace.firstLive = first?.[0] ?? namespace.sequence + 1;
    if (first !== undefined && first[2] <= now) return first;
    const longer = this.#firstLonger.get() as LapsingLease | undefined;
    if (longer !== undefined && longer[2] <= now) return longer;
    this.#lapsesFrom = Math.min(
      first?.[2] ?? Number.POSITIVE_INFINITY,
      longer?.[2] ?? Number.POSITIVE_INFINITY,
    );
    return undefined;
  }

  lapse(sequence: number): void {
    this.#lapse.run(sequence);
    this.#leases.delete(sequence);
  }

  /** Held leases past their deadline, in the order granted. Those that are forgotten by now are closed. */
  overdue(now: number): readonly KeptLease[] {
    this.#lose.run(firstRemembered(now));
    const overdue = this.#overdue.all(this.#namespace.firstHeld, now, now).map(leaseOf);
    return overdue.sort((a, b) => a.sequence - b.sequence);
  }

  /** Says that none but those that are still held will be overdue, so that they need not be looked for again. */
  passedOver(): void {
    const first = this.#firstHeld.get(this.#namespace.firstHeld)?.[0] as number | undefined;
    this.#namespace.firstHeld = first ?? this.#namespace.sequence + 1;
  }

  /**
   * The k-th least instant at which live leases of a number stop being so; 1 ≤ k ≤ their count. Passes over those of
   * other numbers: for numbers with very many.
   */
  kthLiveUntil(number: number, k: number): number {
    return this.#kthLive.get(this.#namespace.firstLive, number, k - 1)?.[0] as number;
  }

  /** Whatever was read is read anew. */
  forgetRead(): void {
    this.#leases.clear();
    this.#lapsesFrom = Number.NEGATIVE_INFINITY;
  }

  #remember(lease: KeptLease): void {
    if (this.#leases.size >= MAX_REMEMBERED) this.#leases.clear();
    this.#leases.set(lease.sequence, lease);
  }

  #read(sequence: number): KeptLease | undefined {
    const row = this.#select.get(sequence);
    return row === undefined ? undefined : leaseOf(row);
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
