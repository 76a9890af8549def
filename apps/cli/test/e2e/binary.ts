import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The program as it is published. */
export const BINARY = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

const CLOCK_AHEAD = new URL("clock-ahead.mjs", import.meta.url).href;

/** Where the program keeps state in these tests, instead of in the home of whoever runs them. */
export const STATE_HOME = mkdtempSync(join(tmpdir(), "dialpool-state-"));
afterAll(() => rmSync(STATE_HOME, { recursive: true, force: true }));

/** How a process ended, and all it wrote. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `dialpool`. */
export interface RunningBinary {
  readonly child: ChildProcessWithoutNullStreams;
  /** The next line of standard output. */
  readonly nextLine: () => Promise<string>;
  readonly ended: Promise<ProcessResult>;
}

/** Whatever any of the processes wrote, for a look at all of it in the end. */
export const written: string[] = [];

/**
 * Starts the built binary with nothing in its environment but what is given.
 *
 * @param aheadMs How much later than now it is for the program.
 */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = "/",
  aheadMs = 0,
): RunningBinary {
  const clock = aheadMs === 0 ? [] : ["--import", CLOCK_AHEAD];
  const child = spawn(process.execPath, [...clock, BINARY, ...args], {
    env: {
      PATH: process.env.PATH ?? "",
      XDG_STATE_HOME: STATE_HOME,
      CLOCK_AHEAD_MS: String(aheadMs),
      ...env,
    },
    cwd,
  });
  const parts = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    parts.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    parts.stderr += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close").then(([exitCode]: (number | null)[]) => {
    written.push(parts.stdout, parts.stderr);
    return { exitCode: exitCode ?? null, ...parts };
  });
  return {
    child,
    async nextLine() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`dialpool ended without another line: ${parts.stderr}`);
      return value;
    },
    ended,
  };
}

/** Runs the built binary to its end. */
export function runBinary(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  cwd?: string,
  aheadMs?: number,
): Promise<ProcessResult> {
  const running = start(args, env, cwd, aheadMs);
  running.child.stdin.end();
  return running.ended;
}
