import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own for a test file, gone when its tests are over. Answers paths that nobody else has. */
export function freshPaths(): (name?: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-sqlite-"));
  let files = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name = "store.db") => join(folder, `${files++}-${name}`);
}
