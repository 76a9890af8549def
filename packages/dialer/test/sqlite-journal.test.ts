import { openSqliteStore } from "@dialpool/store-sqlite";
import { sqliteJournal } from "../src/sqlite/index.js";
import { describeJournal } from "./support/describe-journal.js";

/** Random histories in the gate; `JOURNAL_RUNS=3000` for a long run. */
const RUNS = Number(process.env.JOURNAL_RUNS ?? 60);

describeJournal(
  "the journal on SQLite",
  () => {
    const store = openSqliteStore({ path: ":memory:" });
    const journal = sqliteJournal(store);
    return {
      journal,
      store,
      findings: () => [...journal.check(), ...store.check({ now: 0 }).findings],
      close: () => store.close(),
    };
  },
  RUNS,
);
