import type { Place } from "../types.js";

/**
 * Remembers what follows from a place, a rule and a text. When it is full, it
 * forgets everything and begins again.
 */
export class PlaceMemory<Value> {
  readonly #capacity: number;
  readonly #byPlace = new Map<Place, Map<unknown, Map<string, Value>>>();
  #size = 0;

  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity;
  }

  get(place: Place, rule: unknown, text: string): Value | undefined {
    return this.#byPlace.get(place)?.get(rule)?.get(text);
  }

  /** Only what it does not remember. Returns the value. */
  add(place: Place, rule: unknown, text: string, value: Value): Value {
    if (this.#size >= this.#capacity) {
      this.#byPlace.clear();
      this.#size = 0;
    }
    this.#size += 1;
    const byRule = this.#byPlace.get(place) ?? new Map<unknown, Map<string, Value>>();
    const byText = byRule.get(rule) ?? new Map<string, Value>();
    this.#byPlace.set(place, byRule.set(rule, byText.set(text, value)));
    return value;
  }
}
