import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { folderOf } from "../support/test-io.js";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

it("carries its own licence and those of what is bundled", { timeout: 60_000 }, async () => {
  const archive = join(await folderOf({}), "package.tgz");
  // As a release packs it. The pnpm that runs the tests has put itself on the PATH.
  await run("pnpm", ["pack", "--out", archive], { cwd: PACKAGE });
  const { stdout } = await run("tar", ["-tzf", archive]);

  expect(stdout.trim().split("\n")).toEqual(
    expect.arrayContaining([
      "package/LICENSE",
      "package/dist/THIRD-PARTY-NOTICES.txt",
      "package/dist/bin.js",
      "package/samples/contacts.csv",
    ]),
  );
});
