import type { Refusal } from "@dialpool/pool-strategies";
import type { ExhaustedLane } from "../../../src/journal.js";
import { type LaneAsk, laneAsk, laneHeldUntil, laneText, MAX_LANES } from "../../../src/lane.js";
import type { NaiveContact } from "./naive-contacts.js";

interface Held {
  readonly since: number;
  until: number;
  readonly isAtLatest: boolean;
}

/** Of those whose rows ask for nothing of their own, and of those who ask each for something else. */
const PLAIN = 0;
const APART = -1;

/** Which contacts of a campaign choose from the same numbers, and for whom none is free. */
export class NaiveLanes {
  readonly #asks: string[] = [];
  readonly #held = new Map<number, Held>();

  /** The lane of those who ask for this, by number. */
  of(row: LaneAsk): number {
    const ask = laneText(row);
    if (ask === undefined) return PLAIN;
    if (!this.#asks.includes(ask) && this.#asks.length >= MAX_LANES) return APART;
    if (!this.#asks.includes(ask)) this.#asks.push(ask);
    return this.#asks.indexOf(ask) + 1;
  }

  /** Until when nobody like this contact is due. */
  untilOf(contact: LaneAsk): number {
    return this.#held.get(this.of(contact))?.until ?? 0;
  }

  /** Until when the refusal is everybody's. */
  refused(contact: LaneAsk, refusal: Refusal, areLinesLimited: boolean, now: number): number | undefined {
    const lane = this.of(contact);
    const until = lane === APART ? undefined : laneHeldUntil(refusal, now);
    if (until === undefined) return undefined;
    const before = this.#held.get(lane);
    if (before?.until !== until)
      this.#held.set(lane, {
        since: before?.since ?? now,
        until,
        isAtLatest: areLinesLimited || refusal.atLatest === true,
      });
    return until;
  }

  granted(contact: LaneAsk): void {
    this.#held.delete(this.of(contact));
  }

  /** A lease has ended, or was given back. */
  wake(to: "ended" | "released", now: number): void {
    for (const held of this.#held.values())
      if (held.until > now && (to === "released" || held.isAtLatest)) held.until = now;
  }

  askAgain(): void {
    this.#held.clear();
  }

  /** Lanes that are held up, of which somebody is queued. */
  exhausted(queued: readonly NaiveContact[]): readonly ExhaustedLane[] {
    return [...this.#held]
      .sort(([one], [other]) => one - other)
      .flatMap(([lane, { since, until }]) => {
        const own = queued.filter((contact) => this.of(contact) === lane);
        const ask = this.#asks[lane - 1];
        const contacts = own.filter(({ waitsFor }) => waitsFor === "turn").length;
        return own.length === 0
          ? []
          : [{ ...(ask === undefined ? {} : laneAsk(ask)), contacts, since, until }];
      });
  }
}
