import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { describe, expect, it } from "vitest";
import { ReadFault, readAgain } from "./read-fault.js";

const engineError = (code: string) => Object.assign(new Error("disk I/O error"), { code });

/** Work that fails with each of these in turn, and then is done; and how often it was tried. */
function failing(...errors: readonly unknown[]) {
  const work = () => {
    const error = errors[work.tries++];
    if (error !== undefined) throw error;
    return "done";
  };
  work.tries = 0;
  return work;
}

describe("readAgain", () => {
  it.each([
    ["SQLite's own error", engineError("SQLITE_IOERR_READ")],
    ["one that libsql has no name for", engineError("UNKNOWN_SQLITE_ERROR_522")],
    ["one that a check found", new ReadFault("Tree 25 page 41: unable to get the page. error code=522", 522)],
    [
      "one that was told already",
      new PoolStoreError("store_unavailable", "It could not be read.", {
        cause: engineError("SQLITE_IOERR"),
      }),
    ],
  ])("tries once more after a read error: %s", (_, error) => {
    const work = failing(error);
    expect(readAgain(work)).toBe("done");
    expect(work.tries).toBe(2);
  });

  it("gives up when the file cannot be read the second time either", () => {
    const error = engineError("SQLITE_IOERR_READ");
    const work = failing(error, error, error);
    expect(() => readAgain(work)).toThrow(error);
    expect(work.tries).toBe(2);
  });

  it.each([
    ["damage", engineError("SQLITE_CORRUPT")],
    ["another program's file", new PoolStoreError("store_corrupt", "It is another program's.")],
    ["a full disk", engineError("SQLITE_FULL")],
    ["a mistake", new TypeError("It is undefined.")],
  ])("does not try again after anything else: %s", (_, error) => {
    const work = failing(error);
    expect(() => readAgain(work)).toThrow(error);
    expect(work.tries).toBe(1);
  });
});
