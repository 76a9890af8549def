import type { Place } from "../types.js";

/** Remembers what follows from a place and a text. When it is full, it forgets everything and begins again. */
export class PlaceMemory<Value> {
  readonly #capacity: number;
  readonly #byPlace = new Map<Place, Map<string, Value>>();
  #size = 0;

  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity;
  }

  /** @param make Asked only for what is not remembered. Nothing is remembered when it throws. */
  get(place: Place, text: string, make: () => Value): Value {
    const found = this.#byPlace.get(place)?.get(text);
    if (found !== undefined) return found;
    const value = make();
    if (this.#size >= this.#capacity) {
      this.#byPlace.clear();
      this.#size = 0;
    }
    const texts = this.#byPlace.get(place);
    if (texts === undefined) this.#byPlace.set(place, new Map([[text, value]]));
    else texts.set(text, value);
    this.#size += 1;
    return value;
  }
}
