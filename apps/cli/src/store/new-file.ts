import { randomBytes } from "node:crypto";
import { link, rename, stat, unlink } from "node:fs/promises";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";

/** What SQLite keeps beside a file. */
const BESIDE = ["-wal", "-shm", "-journal"];

/**
 * Makes a file for the pool state that is there only once it is filled: made under another name beside it, and named when all is done. Whatever goes
 * wrong leaves nothing behind, and a file that somebody else has made meanwhile is left alone.
 *
 * @param fill Fills the file at the path that it is given, and lets go of it.
 * @throws PoolStoreError `namespace_not_empty` if there is a file by now.
 */
export async function makeNewFile<Result>(
  path: string,
  fill: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = `${path}.new-${randomBytes(4).toString("hex")}`;
  try {
    const result = await fill(draft);
    await nameAs(draft, path);
    return result;
  } finally {
    for (const name of [draft, ...BESIDE.map((end) => `${draft}${end}`)]) await unlink(name).catch(() => {});
  }
}

/** A link is made only where there is nothing yet; where the file system knows none, looking first must do. */
async function nameAs(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw takenMeanwhile(path, error);
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) throw takenMeanwhile(path, error);
    await rename(draft, path);
  }
}

function takenMeanwhile(path: string, cause: unknown): PoolStoreError {
  return new PoolStoreError(
    "namespace_not_empty",
    `${path} was made by another command meanwhile. Nothing was changed.`,
    { cause },
  );
}
