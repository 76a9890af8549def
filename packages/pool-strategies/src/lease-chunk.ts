/** Leases in one chunk. */
export const CHUNK_BITS = 10;
export const CHUNK = 1 << CHUNK_BITS;

/** What is known of 1,024 consecutive leases; the columns go when the last of them is final. */
export class LeaseChunk {
  readonly states = new Uint8Array(CHUNK);
  columns: LeaseColumns | undefined;
  /** Leases that are not final, and among them those held. */
  open = 0;
  held = 0;

  constructor(columns: LeaseColumns) {
    this.columns = columns;
  }
}

/** One buffer for all, for a chunk comes and goes every thousand calls. */
export class LeaseColumns {
  readonly #buffer = new ArrayBuffer(CHUNK * (4 * 8 + 3 * 4 + 1));
  readonly callees = new Float64Array(this.#buffer, 0, CHUNK);
  readonly acquiredAts = new Float64Array(this.#buffer, CHUNK * 8, CHUNK);
  /** Neighbours in the number's list of live leases, by sequence; 0 for none. */
  readonly older = new Float64Array(this.#buffer, CHUNK * 16, CHUNK);
  readonly newer = new Float64Array(this.#buffer, CHUNK * 24, CHUNK);
  readonly numbers = new Int32Array(this.#buffer, CHUNK * 32, CHUNK);
  readonly pools = new Int32Array(this.#buffer, CHUNK * 36, CHUNK);
  readonly holdMs = new Int32Array(this.#buffer, CHUNK * 40, CHUNK);
  readonly steps = new Uint8Array(this.#buffer, CHUNK * 44, CHUNK);
}
