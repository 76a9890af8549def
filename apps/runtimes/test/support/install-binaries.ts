import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { BINARIES_FOLDER } from "./binaries.js";

/** The folder's lockfile as it was when its packages were last installed in full. */
const STAMP = new URL("node_modules/.installed", BINARIES_FOLDER);
const ROOT_PACKAGE = new URL("../../../package.json", BINARIES_FOLDER);

/** Installs the runtimes, as their lockfile says, unless that has been done already. */
export default async function installBinaries(): Promise<void> {
  const lock = await readFile(new URL("pnpm-lock.yaml", BINARIES_FOLDER));
  const wanted = createHash("sha256").update(lock).digest("hex");
  if ((await readFile(STAMP, "utf8").catch(() => "")) === wanted) return;
  const { packageManager } = JSON.parse(await readFile(ROOT_PACKAGE, "utf8")) as { packageManager: string };
  const pnpm = packageManager.replace(/\+.*$/, "");
  await promisify(execFile)("npx", ["--yes", pnpm, "install", "--frozen-lockfile"], { cwd: BINARIES_FOLDER });
  await writeFile(STAMP, wanted);
}
