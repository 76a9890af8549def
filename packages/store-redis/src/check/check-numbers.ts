import { isPoolStoreError, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { findingsOfNumber } from "./check-number.js";
import { type CheckPass, PAGE } from "./check-pass.js";

/** Holds what every number that is known carried against its leases; one by one where a page of them cannot be read. */
export async function checkNumbers(pass: CheckPass): Promise<void> {
  const keys = [...pass.keys];
  for (let first = 0; first < keys.length; first += PAGE) {
    const page = keys.slice(first, first + PAGE);
    const whole = await readNumbers(pass, page).catch((error: unknown) => {
      if (!isPoolStoreError(error, "store_corrupt")) throw error;
      return undefined;
    });
    if (whole !== undefined) {
      compare(pass, page, whole);
      continue;
    }
    for (const key of page) {
      const rows = await pass.attempt(`What the number "${slugOfKey(key)}" carried`, () =>
        readNumbers(pass, [key]),
      );
      if (rows !== undefined) compare(pass, [key], rows);
    }
  }
}

async function readNumbers(
  { parts: { client, scripts } }: CheckPass,
  keys: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const [, ...rows] = await client.run(scripts.readNumbers, ["numbers", ...keys]);
  return rows as (readonly string[])[];
}

function compare(pass: CheckPass, keys: readonly string[], rows: readonly (readonly string[])[]): void {
  const read = new Set(rows.map(([key]) => key));
  for (const row of rows)
    pass.findings.push(...findingsOfNumber(row, pass.leased.get(row[0] as string), pass.now));
  for (const key of keys)
    if (!read.has(key)) pass.found("counts", `Nothing is kept of the number "${slugOfKey(key)}".`);
}
