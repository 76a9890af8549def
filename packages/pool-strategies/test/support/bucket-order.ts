import type { Extensions } from "../../src/extensions.js";
import { createOrderKind } from "../../src/orders/create-order.js";
import type { Arrival, Order, OrderKind, PickRequest } from "../../src/orders/order.js";
import type { OrderName, OrderRules, PoolNumber } from "../../src/types.js";
import type { BucketTurns, Learned } from "../../src/usage.js";

/** What the engine keeps of a number, as far as orders look at it. */
interface Columns {
  weight: number;
  lastSequence: number;
  inFlight: number;
  callsInDay: number;
  isFree: boolean;
}

/** How a bucket for tests is made. */
export interface BucketOptions {
  /** Free at first; by default all. */
  readonly present?: readonly string[];
  /** From an earlier bucket: those who are free now and were in it as free ones stay. */
  readonly turns?: BucketTurns | undefined;
  /** Of the earlier bucket: parked then, so that they join again. */
  readonly parkedBefore?: ReadonlySet<string>;
  readonly learned?: Learned;
  readonly orders?: Extensions["orders"];
  /** Draw of a newcomer. */
  readonly joinDraw?: (name: string) => number;
}

/**
 * One bucket with its order, whose numbers are meant by name. It plays the
 * engine: keeps what the numbers carry and tells the order what it is to be told.
 */
export class BucketOrder {
  readonly names: readonly string[];
  readonly kind: OrderKind;
  readonly order: Order;
  readonly #columns: readonly Columns[];
  #sequence = 0;

  /** @param weights By name; names are slugs, so places follow their order. */
  constructor(
    order: Exclude<OrderName, "answer-rate" | "custom"> | OrderRules,
    weights: Readonly<Record<string, number>>,
    options: BucketOptions = {},
  ) {
    const { turns, parkedBefore, joinDraw = () => 0.5 } = options;
    this.names = Object.keys(weights).sort();
    this.kind = createOrderKind(
      typeof order === "string" ? { name: order } : order,
      options.orders,
      options.learned,
    );
    this.#columns = this.names.map((name) => ({
      weight: weights[name] ?? 1,
      lastSequence: 0,
      inFlight: 0,
      callsInDay: 0,
      isFree: false,
    }));
    const at = (place: number) => this.#columns[place] as Columns;
    this.order = this.kind.create({
      members: {
        size: this.names.length,
        slug: (place) => this.nameAt(place),
        number: (place) => numberOf(this.nameAt(place)),
        weight: (place) => at(place).weight,
        lastSequence: (place) => at(place).lastSequence,
        inFlight: (place) => at(place).inFlight,
        callsInDay: (place) => at(place).callsInDay,
        isFree: (place) => at(place).isFree,
      },
      turns,
      joinDraw: (place) => joinDraw(this.nameAt(place)),
    });
    for (const name of options.present ?? this.names) {
      const stayed = turns !== undefined && Object.hasOwn(turns.starts, name) && !parkedBefore?.has(name);
      this.add(name, stayed ? "stays" : "joins");
    }
  }

  /** Chooses, and counts the choice as the engine does. */
  take(...draws: readonly number[]): string {
    return this.pick({ draws });
  }

  /** Likewise, with more to say than draws. */
  pick(request: Partial<Omit<PickRequest, "excluded">> & { readonly excluded?: readonly string[] }): string {
    const excluded = request.excluded?.map((name) => this.placeOf(name));
    const place = this.order.take({
      callee: "+14155550123",
      tags: {},
      place: {},
      link: { name: "any", step: "any" },
      now: 0,
      draws: [0, 0],
      ...request,
      excluded: excluded === undefined ? undefined : new Set(excluded),
    });
    if (place < 0) return "nobody";
    const name = this.nameAt(place);
    this.used(name);
    return name;
  }

  takeMany(count: number, draws: () => readonly number[] = () => [0, 0]): readonly string[] {
    return Array.from({ length: count }, () => this.take(...draws()));
  }

  /** Chosen otherwise, as by affinity. */
  charge(name: string): void {
    this.order.charge(this.placeOf(name), this.columns(name).weight);
  }

  /** Counts a selection, whichever bucket or pool it came from. */
  used(name: string): void {
    const columns = this.columns(name);
    columns.lastSequence = ++this.#sequence;
    columns.inFlight++;
    columns.callsInDay++;
    this.#tell(name);
  }

  /** A call ends; the day's window still holds it. */
  end(name: string): void {
    this.columns(name).inFlight--;
    this.#tell(name);
  }

  /** A call leaves the day's window. */
  forget(name: string): void {
    this.columns(name).callsInDay--;
    this.#tell(name);
  }

  add(name: string, arrival: Arrival = "joins"): void {
    this.columns(name).isFree = true;
    this.order.add(this.placeOf(name), arrival, this.columns(name).weight);
  }

  remove(name: string): void {
    this.columns(name).isFree = false;
    this.order.remove(this.placeOf(name), this.columns(name).weight);
  }

  /** Goes on counting where the bucket before was. */
  continueFrom(before: BucketOrder): void {
    this.#sequence = before.#sequence;
  }

  columns(name: string): Columns {
    return this.#columns[this.placeOf(name)] as Columns;
  }

  placeOf(name: string): number {
    return this.names.indexOf(name);
  }

  nameAt(place: number): string {
    return this.names[place] ?? "nobody";
  }

  #tell(name: string): void {
    if (this.kind.watches) this.order.changed(this.placeOf(name));
  }
}

function numberOf(slug: string): PoolNumber {
  return { number: "+14155550100", sid: null, slug };
}

/** Names that sort as their indices do. */
export function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `number-${String(index).padStart(5, "0")}`);
}

/** Weights by name, for {@link namesOf}. */
export function weightsOf(list: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(namesOf(list.length).map((name, index) => [name, list[index] ?? 1]));
}

/** How often each name occurs. */
export function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Σ (seen − expected)² / expected, over the expected counts. */
export function chiSquare(seen: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [name, count] of expected) sum += ((seen.get(name) ?? 0) - count) ** 2 / count;
  return sum;
}
