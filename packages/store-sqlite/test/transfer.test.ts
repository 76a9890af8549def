import { createMemoryStore, type PoolStore } from "@dialpool/pool-strategies";
import {
  describePoolStoreAtScale,
  describeTransfer,
  type StoreSetup,
} from "@dialpool/pool-strategies/conformance";
import { describe, expect, it } from "vitest";
import { openSqliteStore, type SqliteStore } from "../src/index.js";

const runs = Number(process.env.MODEL_RUNS ?? 45) / 3;
const test = { describe, it, expect };
const create = (setup: StoreSetup) => openSqliteStore({ ...setup, path: ":memory:" });
const close = (store: PoolStore) => {
  if ("close" in store) (store as SqliteStore).close();
};

describeTransfer(test, "from memory to SQLite", { from: createMemoryStore, to: create, close, runs });
describeTransfer(test, "from SQLite to memory", { from: create, to: createMemoryStore, close, runs });
describeTransfer(test, "from SQLite to SQLite", { from: create, to: create, close, runs });

// 100,000 numbers by `pnpm run test:scale`.
describePoolStoreAtScale(test, "the store on SQLite", create, {
  close,
  numbers: Number(process.env.SCALE_NUMBERS ?? 3000),
});
