import { slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { type NumberRows, numberRows } from "../number-rows.js";
import { findingsOfNumber } from "./check-number.js";
import { type CheckPass, PAGE } from "./check-pass.js";

/** Holds what every number that is known carried against its leases. */
export async function checkNumbers(pass: CheckPass): Promise<void> {
  const { client, scripts } = pass.parts;
  const reader = {
    ask: (args: readonly string[]) => client.run(scripts.readNumbers, args),
    orLost: <Rows>(key: string, work: () => Promise<Rows>) =>
      pass.attempt(`What the number "${slugOfKey(key)}" carried`, work),
  };
  const keys = [...pass.keys];
  for (let first = 0; first < keys.length; first += PAGE)
    for await (const [some, rows] of numberRows(keys.slice(first, first + PAGE), reader))
      compare(pass, some, rows);
}

function compare(pass: CheckPass, keys: readonly string[], rows: NumberRows): void {
  const read = new Set(rows.map(([key]) => key));
  for (const row of rows)
    pass.findings.push(...findingsOfNumber(row, pass.leased.get(row[0] as string), pass.now));
  for (const key of keys)
    if (!read.has(key)) pass.found("counts", `Nothing is kept of the number "${slugOfKey(key)}".`);
}
