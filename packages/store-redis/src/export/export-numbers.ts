import { type CarriedRecord, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { bySpelling } from "../by-spelling.js";
import { numberRows } from "../number-rows.js";
import { carriedOf } from "./export-rows.js";
import type { Losses } from "./losses.js";
import { type NamespaceCopy, PAGE } from "./namespace-copy.js";

/** Adds the slug keys of numbers that are in no pool: those that are listed, or all of which anything is kept where the state may be damaged. */
export async function addStrays(copy: NamespaceCopy, losses: Losses, keys: Set<string>): Promise<void> {
  if (losses.areTold) await losses.orLost("Which numbers there are is lost.", () => scan(copy, keys));
  else for await (const key of listed(copy)) keys.add(key);
}

async function* listed(copy: NamespaceCopy): AsyncGenerator<string> {
  for (let first = 0; ; first += PAGE) {
    const [, ...keys] = await copy.ask(copy.scripts.readNumbers, ["strays", first, PAGE]);
    yield* keys as string[];
    if (keys.length < PAGE) return;
  }
}

async function scan(copy: NamespaceCopy, keys: Set<string>): Promise<void> {
  for (let cursor = "0"; ; ) {
    const [, next, ...page] = await copy.ask(copy.scripts.scanNumbers, [cursor, PAGE]);
    for (const key of page as string[]) keys.add(key);
    cursor = String(next);
    if (cursor === "0") return;
  }
}

/** What numbers carried, by slug. */
export async function* exportNumbers(
  copy: NamespaceCopy,
  losses: Losses,
  keys: Iterable<string>,
): AsyncGenerator<CarriedRecord> {
  const sorted = [...keys].sort((a, b) => bySpelling(slugOfKey(a), slugOfKey(b)));
  const reader = {
    ask: (args: readonly string[]) => copy.ask(copy.scripts.readNumbers, args),
    orLost: <Rows>(key: string, work: () => Promise<Rows>) =>
      losses.orLost(`What the number "${slugOfKey(key)}" carried is lost.`, work),
  };
  for (let first = 0; first < sorted.length; first += PAGE) {
    for await (const [, rows] of numberRows(sorted.slice(first, first + PAGE), reader)) {
      for (const row of rows) {
        const record = carriedOf(row, copy.head.now);
        if (record !== undefined) yield record;
      }
    }
  }
}
