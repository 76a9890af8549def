import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Answer } from "./namespace-client.js";

/** What numbers carried, a row each, as `scripts/read-numbers.lua` answers it. */
export type NumberRows = readonly (readonly string[])[];

/** Reads rows of numbers, or says why that cannot be. */
export interface NumberReader {
  /** Runs `readNumbers`. */
  ask(args: readonly string[]): Promise<Answer>;
  /** Goes on without a number that cannot be read, or throws. */
  orLost(key: string, work: () => Promise<NumberRows>): Promise<NumberRows | undefined>;
}

/** Reads numbers by their slug keys, together; where one of them cannot be read, one by one. */
export async function* numberRows(
  keys: readonly string[],
  reader: NumberReader,
): AsyncGenerator<readonly [keys: readonly string[], rows: NumberRows]> {
  const read = async (some: readonly string[]) => {
    const [, ...rows] = await reader.ask(["numbers", ...some]);
    return rows as NumberRows;
  };
  const together = await read(keys).catch((error: unknown) => {
    if (!isPoolStoreError(error, "store_corrupt")) throw error;
    return undefined;
  });
  if (together !== undefined) {
    yield [keys, together];
    return;
  }
  for (const key of keys) {
    const alone = await reader.orLost(key, () => read([key]));
    if (alone !== undefined) yield [[key], alone];
  }
}
