import type { Pace } from "../journal.js";
import {
  changeStartRate,
  claimSlot,
  createPacer,
  measuredRate,
  onClock,
  type PacerState,
  rateAt,
  type Slot,
  slowDown,
} from "../pacing.js";
import type { JournalFile } from "./journal-file.js";
import type { Sql } from "./sql.js";

/** The shared pacer within one transaction: read once, written once. */
export class PacerRow {
  readonly #sql: Sql;
  readonly #now: number;
  #state: PacerState | undefined;
  #isChanged = false;

  constructor(sql: Sql, now: number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The slot that a claim would give, epoch ms. */
  get nextSlotAt(): number {
    return claimSlot(this.state, this.#now).sendAt;
  }

  /** A slot for one more call. */
  claim(options: { readonly insteadOf?: Slot } = {}): Slot {
    const { state, ...slot } = claimSlot(this.state, this.#now, options);
    this.#state = state;
    this.#isChanged = true;
    return slot;
  }

  get state(): PacerState {
    if (this.#state !== undefined) return this.#state;
    const stored = readPacer(this.#sql, this.#now);
    this.#state = onClock(stored, this.#now);
    // Moved back and not written, it would stay ahead of the clock by as much as ever, and nobody could claim.
    if (this.#state !== stored) this.#isChanged = true;
    return this.#state;
  }

  /** Writes it back, if it has changed. */
  write(): void {
    if (this.#isChanged) writePacer(this.#sql, this.state);
  }
}

/** Verbs of the shared pacer. */
export function pacerVerbs(file: JournalFile) {
  const change = (work: (state: PacerState, isThere: boolean) => PacerState, now: number) =>
    file.write(({ sql }) => writePacer(sql, work(readPacer(sql, now), pacerRow(sql) !== undefined)));
  return {
    claimSlots: (missed: readonly Slot[], now: number): readonly Slot[] =>
      file.write(({ sql }) => {
        const pacer = new PacerRow(sql, now);
        const slots = missed.map((insteadOf) => pacer.claim({ insteadOf }));
        pacer.write();
        return slots;
      }),
    setPace: (
      startRate: number | null,
      now: number,
      { ifNone = false }: { readonly ifNone?: boolean } = {},
    ): void => {
      if (ifNone && file.read(pacerRow) !== undefined) return;
      change((state, isThere) => (ifNone && isThere ? state : changeStartRate(state, startRate, now)), now);
    },
    slowDown: (answer: { readonly sentAt: number; readonly retryAfterMs?: number }, now: number): void =>
      change((state) => slowDown(state, answer, now), now),
    pace: (now: number): Pace => {
      const state = file.read((sql) => readPacer(sql, now));
      return {
        startRate: state.startRate,
        currentRate: rateAt(state, now),
        measuredRate: measuredRate(state, now),
      };
    },
  };
}

function pacerRow(sql: Sql): { readonly state: string } | undefined {
  return sql.first<{ state: string }>("SELECT state FROM dialer_pacer");
}

function readPacer(sql: Sql, now: number): PacerState {
  const row = pacerRow(sql);
  return row === undefined ? createPacer({ startRate: null }, now) : (JSON.parse(row.state) as PacerState);
}

function writePacer(sql: Sql, state: PacerState): void {
  sql.run(
    "INSERT INTO dialer_pacer (id, state) VALUES (1, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
    JSON.stringify(state),
  );
}
