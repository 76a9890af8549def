import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How a file system of its own is mounted: in a mount namespace, which goes with the process. */
const WAYS = [["--mount"], ["--user", "--map-root-user", "--mount"]];

export async function onSmallDisk(kibibytes, program) {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-disk-"));
  try {
    const way = await wayToMount(folder);
    if (way === undefined) return undefined;
    const script = `mount -t tmpfs -o size=${kibibytes}k tmpfs "$0" && exec "$@" "$0"`;
    const { stdout } = await run("unshare", [...way, "sh", "-c", script, folder, ...program]);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wayToMount(folder) {
  for (const way of WAYS) {
    const attempt = run("unshare", [...way, "mount", "-t", "tmpfs", "tmpfs", folder]);
    const isDone = await attempt.then(
      () => true,
      () => false,
    );
    if (isDone) return way;
  }
  return undefined;
}
