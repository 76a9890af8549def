import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { lock } from "proper-lockfile";
import { enginesOnPath, onPath } from "./engine.js";

const run = promisify(execFile);

/** How to install Redis, by the program that does it. */
const INSTALLERS: readonly { readonly program: string; readonly steps: readonly (readonly string[])[] }[] = [
  {
    program: "apt-get",
    steps: [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "redis-server"],
    ],
  },
  { program: "dnf", steps: [["install", "-y", "-q", "redis"]] },
  { program: "apk", steps: [["add", "--quiet", "redis"]] },
];

/** A package manager that hangs is given up after this. */
const STEP_TIMEOUT_MS = 180_000;
const LOCK_FILE = "dialpool-install-redis";

/**
 * Installs Redis by the system's package manager. Does nothing when it is there meanwhile: several test processes may ask at once,
 * and only the first installs.
 *
 * @returns Why not, as a sentence; `undefined` once it is installed.
 */
export async function installRedis(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "It is not installed by itself, because this user is not root.";
  const installer = await installerHere();
  if (installer === undefined) return "It is not installed by itself: there is no apt-get, dnf or apk here.";
  const release = await lock(tmpdir(), {
    lockfilePath: `${tmpdir()}/${LOCK_FILE}.lock`,
    stale: 30_000,
    retries: { retries: 400, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if ((await enginesOnPath()).length > 0) return undefined;
    for (const step of installer.steps) await runStep(installer.program, step);
    if ((await enginesOnPath()).length > 0) return undefined;
    return `${installer.program} installed a Redis that does not run, or is older than version 7.`;
  } catch (error) {
    return `Installing it failed. ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await release();
  }
}

async function installerHere() {
  for (const installer of INSTALLERS) if ((await onPath(installer.program)) !== undefined) return installer;
  return undefined;
}

/** In runlevel 1 Debian's packages start no service of theirs, so port 6379 stays as it was. */
async function runStep(program: string, step: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await run(program, [...step], { env, timeout: STEP_TIMEOUT_MS });
}
