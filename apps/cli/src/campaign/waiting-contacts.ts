/** Contacts that wait at one time; beyond it the list is not read on. */
const MAX_WAITING = 100;

/** Contacts for whom there was no caller ID just now. */
export interface WaitingContacts<Item> {
  readonly size: number;
  /** True when the list should not be read on before one of them has gone. */
  readonly isFull: boolean;
  /** When the next of them may ask again, epoch ms; `Infinity` when nobody waits. */
  readonly nextAt: number;
  /** @param dueAt When it may ask again, epoch ms. */
  add(item: Item, dueAt: number): void;
  /** Takes out the one who may ask at `now`: the longest due, then the earliest added. */
  take(now: number): Item | undefined;
}

/** Makes an empty room. It is small, so a list sorted by hand will do. */
export function createWaitingContacts<Item>(): WaitingContacts<Item> {
  const waiting: { readonly item: Item; readonly dueAt: number }[] = [];
  return {
    get size() {
      return waiting.length;
    },
    get isFull() {
      return waiting.length >= MAX_WAITING;
    },
    get nextAt() {
      return waiting[0]?.dueAt ?? Number.POSITIVE_INFINITY;
    },
    add(item, dueAt) {
      const after = waiting.findIndex((other) => other.dueAt > dueAt);
      waiting.splice(after < 0 ? waiting.length : after, 0, { item, dueAt });
    },
    take: (now) =>
      (waiting[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= now ? waiting.shift()?.item : undefined,
  };
}
