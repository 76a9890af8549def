import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Io } from "../../src/io.js";

/** A machine made for one test. */
export interface TestIo {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
}

/** Captured streams, no terminal, an empty environment; sleeping takes no time. */
export function createTestIo(parts: Partial<Io> = {}): TestIo {
  const written = { stdout: "", stderr: "" };
  const controller = new AbortController();
  const capture = (name: keyof typeof written) => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const io: Io = {
    stdout: capture("stdout"),
    stderr: capture("stderr"),
    stdin: { isTTY: false, [Symbol.asyncIterator]: async function* () {} },
    env: {},
    cwd: tmpdir(),
    now: Date.now,
    random: () => 0,
    sleep: async () => {},
    interrupted: controller.signal,
    ...parts,
  };
  return {
    io,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    interrupt: () => controller.abort(),
  };
}

/** A folder with these files, removed when the test is over. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dialpool-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 });
  return folder;
}
