import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A server program of this machine. */
export interface RedisEngine {
  readonly name: "redis" | "valkey";
  /** Path of the program. */
  readonly path: string;
  /** For example `7.0.15`. */
  readonly version: string;
}

/** The oldest version that dialpool supports. */
const OLDEST_MAJOR = 7;

/** Every server program on the PATH, Redis first. */
export async function enginesOnPath(): Promise<readonly RedisEngine[]> {
  const found: RedisEngine[] = [];
  for (const name of ["redis", "valkey"] as const) {
    const path = await onPath(`${name}-server`);
    if (path === undefined) continue;
    const engine = await engineAt(path);
    // Debian's package of Valkey's compatibility links installs a `redis-server` that is Valkey.
    if (engine !== undefined && found.every((other) => other.name !== engine.name)) found.push(engine);
  }
  return found;
}

/** What the program at a path is; `undefined` when it does not run, or is older than version 7. */
async function engineAt(path: string): Promise<RedisEngine | undefined> {
  const { stdout } = await run(path, ["--version"]).catch(() => ({ stdout: "" }));
  const [, product, version] = /^(redis|valkey) server v=([\d.]+)/i.exec(stdout) ?? [];
  if (product === undefined || version === undefined) return undefined;
  const name = product.toLowerCase() === "valkey" ? "valkey" : "redis";
  return Number.parseInt(version, 10) < OLDEST_MAJOR ? undefined : { name, path, version };
}

/** Path of a program, as a shell would find it. */
export async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = join(folder, program);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
