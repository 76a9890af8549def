import { readFileSync } from "node:fs";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { describe, expect, inject, it } from "vitest";
import { useSandbox } from "../support/cli.js";
import { describePoolState } from "../support/pool-state-suite.js";
import { folderOf } from "../support/test-io.js";

describeRedis({ describe, it, inject }, "the command line", ({ url, uniqueName }) => {
  describePoolState("Redis", async () => ({ DIALPOOL_STORE: `${url}?namespace=${uniqueName()}` }));

  const sandbox = useSandbox({ speed: 1000 });

  it("does what the README says of `dialpool store`, from a file to Redis", async () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const lines = [...readme.matchAll(/^dialpool (store .*?)(?: +#.*)?$/gm)].map(([, line = ""]) => line);
    expect(lines).toHaveLength(4);
    const cwd = await folderOf({ "dialpool.yaml": `agent: ${sandbox.agentId}\n` });
    const place = { XDG_STATE_HOME: cwd };
    const address = `${url}?namespace=${uniqueName()}`;
    const call = ["call", "--phone", "+14155550199", "--name", "Ann"];
    expect((await sandbox.cli(call, { cwd, place })).exitCode).toBe(0);
    for (const line of lines) {
      const args = line.replace("redis://127.0.0.1:6379", address).split(" ");
      expect(await sandbox.cli(args, { cwd, place })).toMatchObject({ exitCode: 0, stderr: "" });
    }
    const there = await sandbox.cli(["usage", "--store", address], { cwd });
    const here = await sandbox.cli(["usage"], { cwd, place });
    const rowsOf = (text: string) => text.split("\n").filter((row) => row.startsWith("+"));
    expect(rowsOf(there.stdout).map((row) => row.split(/ +/).slice(0, 3))).toEqual(
      rowsOf(here.stdout).map((row) => row.split(/ +/).slice(0, 3)),
    );
  });
});
