import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Where the runtimes are installed; a lockfile of its own pins them. */
export const BINARIES_FOLDER = new URL("../../binaries/", import.meta.url);

const requireThere = createRequire(new URL("package.json", BINARIES_FOLDER));

/** The newest release of a Node line that the registry has for this platform. */
export function nodeBinary(line: 22 | 24): string {
  return fileURLToPath(
    new URL(`node_modules/node-${line}-${process.platform}-${process.arch}/bin/node`, BINARIES_FOLDER),
  );
}

export function bunBinary(): string {
  return requireThere.resolve("bun/bin/bun.exe");
}

/**
 * The program and the first of its arguments: Deno's package starts its binary from a script.
 *
 * @param name `deno-2.7` sends a POST twice if it can, whenever a connection breaks.
 */
export function denoCommand(name: "deno" | "deno-2.7"): readonly [string, string] {
  return [process.execPath, requireThere.resolve(`${name}/bin.cjs`)];
}

/** The runtime of Cloudflare Workers. */
export function workerdBinary(): string {
  return (requireThere("workerd") as { readonly default: string }).default;
}
