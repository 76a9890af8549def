import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./run-command.js";

/** A project of a stranger: nothing of this workspace is in its reach. */
export interface EmptyProject extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Packs a package as it would be published and installs the tarball in a new folder.
 *
 * @param packageFolder The package's own folder, built.
 */
export async function installPacked(packageFolder: URL): Promise<EmptyProject> {
  const folder = await mkdtemp(join(tmpdir(), "dialpool-packed-"));
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  await runCommand("npm", ["pack", "--pack-destination", tarballs], packageFolder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  const files = (await readdir(tarballs)).map((file) => join(tarballs, file));
  const quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await runCommand("npm", ["install", ...quietly, ...files], folder);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
