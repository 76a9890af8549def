import {
  changeStartRate,
  claimSlot,
  createPacer,
  measuredRate,
  type PacerState,
  rateAt,
  type Slot,
  slowDown,
} from "../../../src/pacing.js";
import type { SyncJournal } from "../sync-journal.js";

/** The shared pacer. It has no limit before anybody sets one. */
export class NaivePacer {
  #state: PacerState | undefined;

  /** When the next slot would be. */
  nextSlotAt(now: number): number {
    return claimSlot(this.#at(now), now).sendAt;
  }

  claim(now: number, options: { readonly insteadOf?: Slot } = {}): Slot {
    const { state, ...slot } = claimSlot(this.#at(now), now, options);
    this.#state = state;
    return slot;
  }

  set(...[startRate, now, { ifNone = false } = {}]: Parameters<SyncJournal["setPace"]>): void {
    if (ifNone && this.#state !== undefined) return;
    this.#state = changeStartRate(this.#at(now), startRate, now);
  }

  slowDown(...[answer, now]: Parameters<SyncJournal["slowDown"]>): void {
    this.#state = slowDown(this.#at(now), answer, now);
  }

  pace(now: number) {
    const state = this.#at(now);
    return {
      startRate: state.startRate,
      currentRate: rateAt(state, now),
      measuredRate: measuredRate(state, now),
    };
  }

  #at(now: number): PacerState {
    return this.#state ?? createPacer({ startRate: null }, now);
  }
}
