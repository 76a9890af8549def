import type { Lease, PoolStore } from "../store.js";
import type { PoolNumber } from "../types.js";
import type { AgedNumber, Command, Step } from "./history.js";
import { seededRandom } from "./seeded-random.js";

/** What a store did with a command. */
export interface Played {
  readonly command: Command;
  /** The caller's time, epoch ms. */
  readonly now: number;
  /** What it answered; absent when it threw, and for `record`. */
  readonly answer?: unknown;
  /** Code of the error that it threw. */
  readonly error?: unknown;
  /** How many draws it asked for. */
  readonly drawn: number;
}

/** Plays the steps of a history on one store, with a clock of its own. */
export class HistoryPlayer {
  readonly #store: PoolStore;
  readonly #startAt: number;
  #granted: Lease[] = [];
  #now: number;

  constructor(store: PoolStore, startAt: number) {
    this.#store = store;
    this.#startAt = startAt;
    this.#now = startAt;
  }

  /** Goes on at another store that took over what this one keeps, by the same clock. */
  takenOverBy(store: PoolStore): HistoryPlayer {
    const player = new HistoryPlayer(store, this.#startAt);
    player.#granted = [...this.#granted];
    player.#now = this.#now;
    return player;
  }

  async play({ afterMs, command }: Step): Promise<Played> {
    this.#now += afterMs;
    const now = this.#now;
    let drawn = 0;
    const drawing = (random: () => number) => () => {
      drawn++;
      return random();
    };
    try {
      return { command, now, answer: await this.#answer(command, drawing), drawn };
    } catch (error) {
      // Only errors that a store means have a code; a bug of the store must be seen as itself.
      if (error instanceof Error && "code" in error) return { command, now, error: error.code, drawn };
      throw error;
    }
  }

  /** The numbers of a load as the store gets them. */
  numbersOf(numbers: readonly AgedNumber[]): readonly PoolNumber[] {
    return numbers.map(({ ageMs, ...number }) =>
      ageMs === undefined ? number : { ...number, activeSince: this.#startAt - ageMs },
    );
  }

  async #answer(command: Command, drawing: (random: () => number) => () => number): Promise<unknown> {
    const now = this.#now;
    const store = this.#store;
    switch (command.kind) {
      case "load": {
        const { poolId, policy, seed, earlier } = command;
        const numbers = this.numbersOf(command.numbers);
        const earlierCalls = earlier?.map(({ agoMs, ...call }) => ({
          ...call,
          at: Math.max(0, now - agoMs),
        }));
        return store.load(
          { poolId, policy, numbers },
          {
            now,
            random: drawing(seededRandom(seed)),
            ...(earlierCalls === undefined ? {} : { earlierCalls }),
          },
        );
      }
      case "acquire": {
        const { kind: _, draws, ...request } = command;
        let at = 0;
        const random = drawing(() => draws[at++ % draws.length] ?? 0);
        const selection = await store.acquire({ ...request, now, random });
        if (selection.ok) this.#granted.push(selection.lease);
        return selection;
      }
      case "record": {
        const { kind: _, agoMs, ...call } = command;
        await store.record({ ...call, at: Math.max(0, now - agoMs), now });
        return undefined;
      }
      case "settle": {
        const { kind: _, back, ...settlement } = command;
        return store.settle({ ...settlement, leaseId: this.leaseIdOf(back), now });
      }
      case "flag": {
        const { slug, forMs } = command;
        return store.flag({ slug, until: typeof forMs === "number" ? now + forMs : forMs, now });
      }
      case "expire":
        return store.expire({ now });
      case "usage":
        return store.usage(command.poolId, { now });
      default:
        return command satisfies never;
    }
  }

  /** Id of the lease that a settlement is about. */
  leaseIdOf(back: number): string {
    return this.#granted.at(-1 - back)?.id ?? "no-such-lease";
  }
}
