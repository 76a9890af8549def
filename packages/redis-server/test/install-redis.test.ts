import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { describeRedisEngines } from "../src/vitest/index.js";

const run = promisify(execFile);
const find = `
  import { findRedis } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
  console.log(JSON.stringify(await findRedis()));`;

describeRedisEngines({ describe, it, inject }, "a machine with a package manager alone", (engine) => {
  it("is installed on once, however many processes ask, and only by root", async () => {
    const machine = await mkdtemp(join(tmpdir(), "dialpool-machine-"));
    // Stands for apt-get: it notes what it is asked, and puts the server of this machine in place.
    const manager = `#!/bin/sh
echo "$*" >> ${machine}/asked
case "$*" in install*) /bin/sleep 0.2; /bin/ln -s ${engine.path} ${machine}/redis-server;; esac
`;
    await writeFile(join(machine, "apt-get"), manager);
    await chmod(join(machine, "apt-get"), 0o755);
    const env = { PATH: machine, TMPDIR: machine };
    const asking = Array.from({ length: 3 }, () =>
      run(process.execPath, ["--input-type=module", "--eval", find], { env }),
    );
    const found = (await Promise.all(asking)).map(({ stdout }) => JSON.parse(stdout) as object);
    if (process.getuid?.() === 0) {
      const path = join(machine, "redis-server");
      for (const each of found) expect(each).toMatchObject({ kind: "engines", engines: [{ path }] });
      const asked = await readFile(join(machine, "asked"), "utf8");
      expect(asked.match(/^install/gm)).toHaveLength(1);
    } else {
      for (const each of found)
        expect(each).toMatchObject({ kind: "none", reason: expect.stringContaining("not root") });
    }
    await rm(machine, { recursive: true });
  });
});
