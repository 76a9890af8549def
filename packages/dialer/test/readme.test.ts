import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as core from "@dialpool/core";
import * as selection from "@dialpool/pool-strategies";
import * as sandbox from "@dialpool/sandbox";
import { openSqliteStore, type SqliteStoreOptions } from "@dialpool/store-sqlite";
import { afterAll, describe, expect, it } from "vitest";
import readme from "../README.md?raw";
import * as dialer from "../src/index.js";
import * as sqlite from "../src/sqlite/index.js";

const folder = mkdtempSync(join(tmpdir(), "dialer-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modules = {
  "@dialpool/core": core,
  "@dialpool/dialer": dialer,
  "@dialpool/dialer/sqlite": sqlite,
  "@dialpool/pool-strategies": selection,
  "@dialpool/sandbox": sandbox,
  "@dialpool/store-sqlite": {
    openSqliteStore: ({ path, ...options }: SqliteStoreOptions) =>
      openSqliteStore({ ...options, path: join(folder, path) }),
  },
};
const examples = readmeExamples(readme);

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  });
});
