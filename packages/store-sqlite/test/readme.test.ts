import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as strategies from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import readme from "../README.md?raw";
import * as main from "../src/index.js";
import { VERSION_1 } from "../src/schema/version-1.js";

const modules = { "@dialpool/pool-strategies": strategies, "@dialpool/store-sqlite": main };
const examples = readmeExamples(readme);

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBe(3);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  });

  it("has queries that run", () => {
    const store = main.openSqliteStore({ path: ":memory:" });
    const [, sql = ""] = /```sql\n([\s\S]*?)```/.exec(readme) ?? [];
    const queries = sql.split("\n").filter((line) => line.startsWith("SELECT"));
    expect(queries).toHaveLength(3);
    for (const query of queries)
      expect(store.database.prepare(query.split(";")[0] as string).all()).toEqual([]);
    store.close();
  });
});

describe("the schema", () => {
  it("explains each of its tables and views", () => {
    const store = main.openSqliteStore({ path: ":memory:" });
    const made = store.database
      .prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
      )
      .all() as { name: string; sql: string }[];
    expect(made.length).toBeGreaterThan(12);
    for (const { name, sql } of made) expect(sql, name).toMatch(/-- \w/);
    expect(VERSION_1).toContain("usage_by_day");
    store.close();
  });
});
