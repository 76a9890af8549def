import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";

/** What becomes of what cannot be read: it is told and left out, if somebody wants to be told; else it is an error. */
export class Losses {
  readonly #onLost: ((sentence: string) => void) | undefined;

  constructor(onLost: ((sentence: string) => void) | undefined) {
    this.#onLost = onLost;
  }

  /** Whether somebody wants to be told: then the state may be damaged. */
  get areTold(): boolean {
    return this.#onLost !== undefined;
  }

  tell(sentence: string): void {
    this.#onLost?.(sentence);
  }

  /** Goes on without what cannot be read, if somebody is told. */
  async orLost<Result>(sentence: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!this.areTold || !isPoolStoreError(error, "store_corrupt")) throw error;
      this.tell(sentence);
      return undefined;
    }
  }
}
