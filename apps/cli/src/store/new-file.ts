import { unlinkSync } from "node:fs";
import { link, rename, stat } from "node:fs/promises";
import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { draftOf, filesOf } from "./draft-name.js";

/**
 * Makes a file for the pool state that is there only once it is filled: made under another name beside it, and named when all is done. Whatever goes
 * wrong leaves nothing behind, the end of the process at a second interrupt included, and a file that somebody else has made meanwhile is left alone. What a
 * process leaves that is killed, {@link removeLeftDrafts} removes.
 *
 * @param fill Fills the file at the path that it is given, and lets go of it.
 * @throws PoolStoreError `namespace_not_empty` if there is a file by now.
 */
export async function makeNewFile<Result>(
  path: string,
  fill: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = draftOf(path);
  const remove = () => removeFiles(draft);
  process.once("exit", remove);
  try {
    const result = await fill(draft);
    await nameAs(draft, path);
    return result;
  } finally {
    remove();
    process.off("exit", remove);
  }
}

function removeFiles(draft: string): void {
  for (const name of filesOf(draft)) {
    try {
      unlinkSync(name);
    } catch {
      // It was never there, or somebody has removed it.
    }
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
