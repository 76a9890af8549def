import { PoolStoreError, type PoolStoreErrorCode } from "@dialpool/pool-strategies/store-kit";
import { expect, it } from "vitest";
import { toCliError } from "../cli-error.js";

it.each([
  ["store_unavailable", 6, /server runs/],
  ["store_busy", 6, /in a moment/],
  ["store_full", 6, /Make room/],
  ["store_read_only", 3, /writable/],
  ["store_corrupt", 3, /store rebuild/],
  ["store_version", 3, /version of dialpool/],
  ["store_denied", 3, /password/],
  ["clock_skew", 3, /clock/],
  ["namespace_not_empty", 2, /--replace/],
  ["import_invalid", 2, /Nothing was imported/],
  ["store_closed", 1, /fault of dialpool/],
  ["journal_failed", 1, /fault of dialpool/],
] as const)("%s ends with exit %i, its own sentence and a hint", (code, exitCode, hint) => {
  const error = toCliError(new PoolStoreError(code, "A sentence."));
  expect(error).toMatchObject({ exitCode, message: "A sentence.", hint: expect.stringMatching(hint) });
});

it.each([
  ["store_read_only", "a replica", /master/],
  ["store_corrupt", "another program's file", /another place/],
  ["store_corrupt", "a namespace on a server", /namespace/],
  [
    "store_corrupt",
    "a file with campaigns",
    /Campaigns come back by a backup alone.*no export and no rebuild/,
  ],
  ["store_unavailable", "a file on a disk that fails", /disk.*this same place/],
  ["store_version", "a server that is too old", /Redis/],
  ["import_invalid", "an export of another version", /version/],
] as const)("advises on %s that is %s", (code, _what, hint) => {
  expect(toCliError(new PoolStoreError(code, "A sentence.")).hint).toMatch(hint);
});

it("takes a code of a later version for our fault", () => {
  expect(toCliError(new PoolStoreError("later" as PoolStoreErrorCode, "A sentence."))).toMatchObject({
    exitCode: 1,
  });
});
