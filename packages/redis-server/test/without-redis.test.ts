import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TestProject } from "vitest/node";
import { findRedis } from "../src/index.js";
import setup from "../src/vitest/global-setup.js";
import { describeRedis, describeRedisEngines } from "../src/vitest/index.js";

const run = promisify(execFile);
const saySkipped = fileURLToPath(new URL("../dist/say-skipped.js", import.meta.url));

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A machine with no program at all, so without a package manager too. */
function emptyMachine(): void {
  vi.stubEnv("PATH", "/nonexistent");
  vi.stubEnv("REDIS_URL", "");
  vi.stubEnv("CI", "");
}

/** Runs the set-up of a test run; what it provided, and its teardown. */
async function setUp() {
  const provide = vi.fn();
  const tearDown = await setup({ provide } as unknown as TestProject);
  return { provided: provide.mock.calls[0]?.[1], tearDown };
}

describe("a machine without Redis", () => {
  it("is told, with what to do about it", async () => {
    emptyMachine();
    expect(await findRedis()).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("set REDIS_URL, or put redis-server or valkey-server on the PATH"),
    });
  });

  it("leaves the suites out, and prints the reason last", async () => {
    emptyMachine();
    const printed = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { provided, tearDown } = await setUp();
    const skipped: string[] = [];
    const functions = {
      describe: (_: string, body: () => void) => body(),
      it: { skip: (name: string) => skipped.push(name) },
      inject: () => provided,
    };
    describeRedis(functions, "a suite", () => expect.fail("was declared"));
    describeRedisEngines(functions, "another", () => expect.fail("was declared"));
    expect(skipped).toHaveLength(2);
    expect(skipped[0]).toContain("There is no Redis 7 or newer");
    expect(printed).not.toHaveBeenCalled();
    await tearDown();
    expect(printed).toHaveBeenLastCalledWith(
      expect.stringMatching(/SKIPPED: .*There is no Redis 7 or newer.*\n$/s),
    );
  });

  it("fails a run with CI set", async () => {
    emptyMachine();
    vi.stubEnv("CI", "true");
    await expect(setUp()).rejects.toThrow("With CI set, Redis must not be left out");
  });

  it("is the last thing that the gate says, and fails it with CI set", async () => {
    const env = { PATH: "/nonexistent" };
    const { stderr } = await run(process.execPath, [saySkipped], { env });
    expect(stderr).toMatch(/SKIPPED: every suite that needs Redis\. There is no Redis.*\n$/s);
    await expect(run(process.execPath, [saySkipped], { env: { ...env, CI: "true" } })).rejects.toMatchObject({
      code: 1,
    });
  });
});

describe("REDIS_URL", () => {
  it("is used as it is, and nothing is started", async () => {
    emptyMachine();
    vi.stubEnv("REDIS_URL", "redis://redis.example:6379");
    const { provided } = await setUp();
    expect(provided).toEqual({
      servers: [{ name: "the Redis of REDIS_URL", url: "redis://redis.example:6379" }],
      engines: [],
    });
  });
});
