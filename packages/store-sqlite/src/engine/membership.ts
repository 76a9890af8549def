import { keptList } from "./kept-list.js";

/** How a number stands in a pool. */
export interface Membership {
  /** The pool's row. */
  readonly pool: number;
  readonly member: number;
  /** When it is free: 0 or past if it is, or will be as soon as the pool is looked at; `Infinity` for never. */
  freeAt: number;
  /** Where it stands in the order, as the pool's order has it. */
  readonly keys: number[];
}

type KeptPlace = readonly [pool: number, member: number, freeAt: number | null, keys: number[]];

/** @throws PoolStoreError `store_corrupt` */
export function membershipsIn(text: string): readonly Membership[] {
  return keptList<KeptPlace>(text).map(([pool, member, freeAt, keys]) => ({
    pool,
    member,
    freeAt: freeAt ?? Number.POSITIVE_INFINITY,
    keys,
  }));
}

/** JSON has no infinity: it writes `null`. */
export function textOfMemberships(memberships: readonly Membership[]): string {
  return JSON.stringify(memberships.map(({ pool, member, freeAt, keys }) => [pool, member, freeAt, keys]));
}
