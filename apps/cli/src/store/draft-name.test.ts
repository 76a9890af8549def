import { basename } from "node:path";
import { expect, it } from "vitest";
import { draftOf, filesOf, isLeft } from "./draft-name.js";

const PATH = "/home/ann/pool.db";
/** No system numbers its processes so high. */
const GONE = 2 ** 30;
const nameOf = (draft: string, processId: number) =>
  basename(draft).replace(`-${process.pid}-`, `-${processId}-`);

it("is left when its process is gone, with all that is beside it", () => {
  for (const file of filesOf(draftOf(PATH))) expect(isLeft(nameOf(file, GONE), PATH)).toBe(true);
});

it("is left by an earlier process that had our number", () => {
  const name = basename(draftOf(PATH));
  expect(isLeft(name.replace(/[0-9a-f]{8}$/, "00000000"), PATH)).toBe(true);
});

it("is not left while its process runs, ours or another's", () => {
  for (const file of filesOf(draftOf(PATH))) {
    expect(isLeft(basename(file), PATH)).toBe(false);
    expect(isLeft(nameOf(file, process.ppid), PATH)).toBe(false);
  }
});

it("is not known to be left on another host", () => {
  const name = nameOf(draftOf(PATH), GONE);
  expect(isLeft(name.replace(/\.new-[0-9a-f]{8}/, ".new-00000000"), PATH)).toBe(false);
});

it.each(["pool.db", "pool.db-wal", "pool.db.new-", "pool.db.new-mine", "pool.db.new-1-2-3"])(
  "is not %s",
  (name) => expect(isLeft(name, PATH)).toBe(false),
);

it("is not that of another file", () => {
  expect(isLeft(nameOf(draftOf("/home/ann/pool.db.old"), GONE), PATH)).toBe(false);
});
