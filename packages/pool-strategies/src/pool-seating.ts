import type { Route } from "./routes/compile.js";
import type { PoolNumber } from "./types.js";

/** Who is in which bucket, and where. */
export interface Seating {
  /** Members by place, for each bucket by its name. */
  readonly members: ReadonlyMap<string, Int32Array>;
  /** Different lists of buckets' names. */
  readonly lists: readonly (readonly string[])[];
  /** The list of each member. */
  readonly listOf: Int32Array;
  /** Where the places of each member begin. */
  readonly firstPlace: Int32Array;
  /** Each member's place in each bucket of its list; members one after the other. */
  readonly places: Int32Array;
}

/** Numbers alike are in the same buckets, so each different list of names is kept once. */
export function seat(numbers: readonly PoolNumber[], route: Route): Seating {
  const indexOf = new Map<readonly string[], number>();
  const listOf = Int32Array.from(numbers, (number) => {
    const names = route.bucketsOf(number);
    const known = indexOf.get(names) ?? indexOf.size;
    indexOf.set(names, known);
    return known;
  });
  const lists = [...indexOf.keys()];
  const sizes = new Map<string, number>();
  const firstPlace = new Int32Array(numbers.length);
  let seats = 0;
  for (const [member, list] of listOf.entries()) {
    firstPlace[member] = seats;
    for (const name of lists[list] as readonly string[]) {
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
      seats++;
    }
  }
  const members = new Map([...sizes].map(([name, size]) => [name, new Int32Array(size)]));
  const taken = new Map<string, number>();
  const places = new Int32Array(seats);
  seats = 0;
  for (const [member, list] of listOf.entries()) {
    for (const name of lists[list] as readonly string[]) {
      const place = taken.get(name) ?? 0;
      taken.set(name, place + 1);
      (members.get(name) as Int32Array)[place] = member;
      places[seats++] = place;
    }
  }
  return { members, lists, listOf, firstPlace, places };
}
