import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A workspace's own file: the API's host and a digest of address and key; see `workspaceId`. */
const OWN_FILE = /^(.+)-[0-9a-f]{12}\.db$/;

/** A pool state that another API key has on this machine, for an API on the same host. */
export interface FileOfOtherKey {
  /** Absolute. */
  readonly path: string;
  /** ISO 8601: when something was last written to it. */
  readonly changedAt: string;
}

/** Finds the own files of other keys beside a workspace's own, the one that was used last first. */
export async function filesOfOtherKeys(path: string): Promise<readonly FileOfOtherKey[]> {
  const folder = dirname(path);
  const name = basename(path);
  const hostOf = (file: string) => OWN_FILE.exec(file)?.[1];
  const names = (await readdir(folder).catch(() => [])).filter(
    (other) => other !== name && hostOf(other) !== undefined && hostOf(other) === hostOf(name),
  );
  const files: FileOfOtherKey[] = [];
  for (const other of names) {
    const found = await changeOf(join(folder, other));
    if (found !== undefined) files.push({ path: join(folder, other), changedAt: found });
  }
  return files.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
}

/** What is written last stands in the log beside it first. */
async function changeOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size === 0) return undefined;
  const log = await stat(`${path}-wal`).catch(() => undefined);
  return new Date(Math.max(found.mtimeMs, log?.mtimeMs ?? 0)).toISOString();
}
