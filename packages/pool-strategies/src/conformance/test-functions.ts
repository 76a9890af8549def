/** What the suite needs of a test framework: Vitest, Jest and Bun have it under these names. */
export interface TestFunctions {
  describe(name: string, body: () => void): unknown;
  readonly it: {
    (name: string, body: () => Promise<void>, timeoutMs?: number): unknown;
    skip(name: string, body: () => Promise<void>): unknown;
  };
  readonly expect: Expect;
}

/** The assertions that the suite makes. */
export type Expect = (actual: unknown) => {
  /** Equal in depth; a key that is `undefined` equals one that is absent. */
  toEqual(expected: unknown): void;
  /** Likewise for the keys that are expected, whatever else there is. */
  toMatchObject(expected: object): void;
};
