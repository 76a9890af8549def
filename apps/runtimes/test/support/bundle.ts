import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A file that needs nothing beside it, in a folder that goes when the test is over. */
export interface Bundle extends AsyncDisposable {
  readonly path: string;
  /** Names of the files that went into it. */
  readonly inputs: readonly string[];
}

/**
 * Bundles an entry of `src` for a platform that has no modules of its own.
 *
 * An import of `node:` anything fails here.
 */
export async function bundleForAnywhere(entry: "command.ts" | "worker.ts"): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "dialpool-runtimes-"));
  const path = join(folder, entry.replace(/\.ts$/, ".mjs"));
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/${entry}`, import.meta.url))],
    outfile: path,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["worker", "browser", "import"],
    target: "es2023",
    metafile: true,
    logLevel: "silent",
  });
  return {
    path,
    inputs: Object.keys(metafile.inputs),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
