import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { folderOf } from "../support/test-io.js";
import { runBinary, start } from "./binary.js";

const LONG = { timeout: 180_000 };

/** An import that is half done: it has read so much, and waits for more. */
async function importing() {
  const cwd = await folderOf({});
  const args = ["store", "import", "--store", "new.db"];
  const running = start(args, {}, cwd);
  onTestFinished(() => void running.child.kill("SIGKILL"));
  // More than the system keeps for a program that does not read.
  await new Promise((resolve) => running.child.stdin.write(" ".repeat(2 ** 20), resolve));
  await expect.poll(() => readdir(cwd)).not.toEqual([]);
  return { cwd, running };
}

it(
  "leaves a draft when it is killed, which nobody else can read and the next command removes",
  LONG,
  async () => {
    const { cwd, running } = await importing();
    const usage = () => runBinary(["usage", "--store", "new.db"], {}, cwd);
    expect((await usage()).exitCode).toBe(4);
    const drafts = await readdir(cwd);
    for (const name of drafts) {
      expect(name).toMatch(/^new\.db\.new-/);
      expect((await stat(join(cwd, name))).mode & 0o777).toBe(0o600);
    }
    // While its process runs, it is left alone.
    expect(drafts).not.toEqual([]);

    running.child.kill("SIGKILL");
    await running.ended;
    expect(await readdir(cwd)).not.toEqual([]);
    expect((await usage()).exitCode).toBe(4);
    expect(await readdir(cwd)).toEqual([]);
  },
);

it.each(["SIGINT", "SIGTERM"] as const)("leaves nothing when it is ended by %s", LONG, async (signal) => {
  const { cwd, running } = await importing();
  running.child.kill(signal);
  running.child.kill(signal);
  expect(await running.ended).toMatchObject({ exitCode: 130 });
  expect(await readdir(cwd)).toEqual([]);
});
