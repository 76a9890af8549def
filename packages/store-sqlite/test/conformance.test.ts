import { describePoolStore } from "@dialpool/pool-strategies/conformance";
import { describe, expect, it } from "vitest";
import { openSqliteStore, type SqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";

const path = freshPaths();

describePoolStore(
  { describe, it, expect },
  "the store on SQLite",
  (setup) => openSqliteStore({ ...setup, path: path(), synchronous: "normal" }),
  { close: (store) => (store as SqliteStore).close() },
);
