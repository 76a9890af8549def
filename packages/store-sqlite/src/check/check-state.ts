import { checkInstant, type StoreFinding, type StoreHealth } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { readAgain } from "../engine/read-fault.js";
import { problemsOf } from "../engine/sound-pages.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { Changes } from "../verbs/changes.js";
import { checkCallees } from "./check-callees.js";
import { checkCounts } from "./check-counts.js";
import { checkLeases } from "./check-leases.js";
import { checkPool } from "./check-pool.js";

const MAX_FINDINGS = 100;

/** Takes down what is not as it must be. */
export class Findings {
  readonly list: StoreFinding[] = [];

  add(law: StoreFinding["law"], message: string): void {
    if (this.list.length < MAX_FINDINGS) this.list.push({ law, message });
  }
}

/** Undoes what a check did to look at the state as a verb would see it. */
class Undo extends Error {}

/**
 * Checks the laws that the state must keep. The file is locked for writers meanwhile: a second for about 100,000 numbers. What had
 * to be woken to look at it is undone; only the time stays moved on.
 */
export function checkState(books: Books, shelf: PoolShelf, changes: Changes, callerNow: number): StoreHealth {
  checkInstant(callerNow);
  const { connection } = books;
  const findings = new Findings();
  checkEngine(books, findings);
  const counts = { pools: 0, numbers: 0, leases: 0, callees: 0 };
  try {
    connection.transaction(() => {
      books.namespace.forgetRead();
      changes.begin(callerNow);
      changes.lapse();
      const count = (sql: string) => connection.prepare(sql).get()?.[0] as number;
      counts.pools = count("SELECT count(*) FROM pool");
      counts.numbers = count("SELECT count(*) FROM number");
      counts.leases = count("SELECT count(*) FROM calls WHERE state <> 'recorded'");
      counts.callees = count("SELECT count(*) FROM callee");
      books.numbers.save();
      checkLeases(books, findings);
      checkCounts(books, findings);
      checkCallees(books, findings);
      for (const [key] of connection.prepare("SELECT pool FROM pool ORDER BY pool_id").all())
        checkPool(books, shelf, key as number, findings);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  connection.transaction(() => {
    books.namespace.read(callerNow);
  });
  return { ...counts, findings: findings.list };
}

function checkEngine({ connection }: Books, findings: Findings): void {
  const problems = readAgain(() =>
    connection.transaction(() => problemsOf(connection, `integrity_check(${MAX_FINDINGS})`)),
  );
  for (const problem of problems) findings.add("engine", `SQLite says: ${problem}.`);
}
