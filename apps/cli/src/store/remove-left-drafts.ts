import { readdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isLeft } from "./draft-name.js";

/**
 * Removes what processes have left that were killed while they filled a file for the pool state: it holds phone numbers, and nobody
 * will ever name it. What cannot be removed stays; the next command tries again.
 */
export async function removeLeftDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => isLeft(each, path)))
    await unlink(join(folder, name)).catch(() => {});
}
