import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/config.js";
import { parseYaml } from "../src/config/yaml-text.js";
import { createTestIo, folderOf } from "./support/test-io.js";

const schema = JSON.parse(await readFile(new URL("../dialpool.schema.json", import.meta.url), "utf8"));
const isValid = new Ajv({ strict: true }).compile(schema);
const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

async function isLoaded(text: string): Promise<boolean> {
  const { io } = createTestIo({ cwd: await folderOf({ "dialpool.yaml": text }) });
  return await loadConfig(io).then(
    () => true,
    () => false,
  );
}

describe("dialpool.schema.json", () => {
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];

  it("allows the README's example", async () => {
    expect(example).toContain("numbers:");
    expect(isValid(parseYaml(example, "README.md"))).toBe(true);
    expect(await isLoaded(example)).toBe(true);
  });

  it.each([
    ["agent: x", true],
    ["agent: 7", false],
    ["agnt: x", false],
    ["region: eu", true],
    ["region: mars", false],
    ["policy: sticky", true],
    ["policy: { order: random, limits: { maxCallsPerDay: 3 } }", true],
    ["policy: 7", false],
    ["store: pool.db", true],
    ["store: 7", false],
    ["store: { url: redis://127.0.0.1, namespace: sales }", true],
    ["store: { namespace: sales }", false],
    ["store: { url: redis://127.0.0.1, name: sales }", false],
    ["numbers: { +14155550123: {} }", true],
    ["numbers: { +14155550123: 7 }", false],
    ["numbers: { x: { wieght: 2 } }", false],
    ["numbers: { x: { weight: 0.01, tier: 8 } }", true],
    ["numbers: { x: { weight: 0 } }", false],
    ["numbers: { x: { weight: 1001 } }", false],
    ["numbers: { x: { tier: 0 } }", false],
    ["numbers: { x: { tier: 1.5 } }", false],
    ["numbers: { x: { tags: { brand: acme, region: [west] } } }", true],
    ["numbers: { x: { tags: { brand: 7 } } }", false],
    ["numbers: { x: { tags: [acme] } }", false],
    ["numbers: { x: { activeSince: 2026-11-24 } }", true],
    ["numbers: { x: { activeSince: 2026-11-24T09:30:00Z } }", true],
    ["numbers: { x: { activeSince: tomorrow } }", false],
    ["numbers: { x: { activeSince: 20261124 } }", false],
    ["numbers: { x: { limits: { maxCallsPerDay: 40, minGapSeconds: null } } }", true],
    ["numbers: { x: { limits: { maxCallsPerDay: -1 } } }", false],
    ["numbers: { x: { limits: { whenExhausted: refuse } } }", false],
    ["numbers: { x: { limits: { warmUp: [{ untilDays: 3, maxCallsPerDay: 5 }] } } }", true],
    ["numbers: { x: { limits: { warmUp: [{ untilDays: 3 }] } } }", false],
    ["numbers: { x: { limits: 7 } }", false],
  ])("judges %j as the command line does", async (text, expected) => {
    expect(isValid(parseYaml(text, "dialpool.yaml"))).toBe(expected);
    expect(await isLoaded(text)).toBe(expected);
  });

  it("knows what is wrong inside a policy, which the command line judges where it is used", () => {
    expect(isValid({ policy: { ordr: "random" } })).toBe(false);
    expect(isValid({ policy: { limits: { maxCallsPerDay: -1 } } })).toBe(false);
  });
});
