/** Work that somebody may have to wait for. */
export class InFlight {
  readonly #works = new Set<Promise<unknown>>();

  /** Remembers a piece of work until it is over; its outcome stays the caller's. */
  add<Result>(work: Promise<Result>): Promise<Result> {
    const over = () => this.#works.delete(work);
    this.#works.add(work);
    work.then(over, over);
    return work;
  }

  /** Resolves when all of it is over, what is added meanwhile included. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.allSettled(this.#works);
  }
}
