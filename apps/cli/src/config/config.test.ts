import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestIo, folderOf } from "../../test/support/test-io.js";
import { loadConfig } from "./config.js";

const KEY = "sk-0123456789abcdef";

async function load(text: string) {
  const cwd = await folderOf({ "dialpool.yaml": text });
  return await loadConfig(createTestIo({ cwd }).io);
}

describe("loadConfig", () => {
  it("is empty when there is no file", async () => {
    expect(await loadConfig(createTestIo({ cwd: await folderOf({}) }).io)).toEqual({ config: {} });
  });

  it("is empty when the file is", async () => {
    expect((await load("# nothing yet\n")).config).toEqual({});
  });

  it("keeps the + of a number that stands without quotes", async () => {
    const { config } = await load("numbers:\n  +14155550123: { weight: 2 }\n");
    expect(config.numbers).toEqual({ "+14155550123": { weight: 2 } });
  });

  it("reads all that is said of a number", async () => {
    const { config } = await load(`
numbers:
  +14155550123:
    tags: { brand: acme, region: [west, south], constructor: x }
    weight: 0.5
    tier: 2
    activeSince: 2026-11-24
    limits: { maxCallsPerDay: null, minGapSeconds: 3, warmUp: [{ untilDays: 3, maxCallsPerDay: 5 }] }
  +14155550124: { activeSince: 2026-11-24T09:30:00+02:00 }
`);
    expect(config.numbers).toEqual({
      "+14155550123": {
        tags: { brand: "acme", region: ["west", "south"], constructor: "x" },
        weight: 0.5,
        tier: 2,
        activeSince: Date.UTC(2026, 10, 24),
        limits: {
          maxCallsPerDay: null,
          minGapSeconds: 3,
          warmUp: [{ untilDays: 3, maxCallsPerDay: 5 }],
        },
      },
      "+14155550124": { activeSince: Date.UTC(2026, 10, 24, 7, 30) },
    });
  });

  it("says when the file that was named does not exist", async () => {
    await expect(loadConfig(createTestIo().io, "nowhere.yaml")).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("nowhere.yaml: it does not exist."),
    });
  });

  it.each([
    ["agnt: x\n", "the key agnt is not known"],
    ["region: mars\n", "region is not as expected: it must be global, us or eu."],
    [
      "agnt: x\n",
      "known here: apiKey, region, baseUrl, agent, workspace, defaultCountry, policy, store, numbers.",
    ],
    [
      "numbers:\n  +14155550123: { wieght: 2 }\n",
      "the key numbers.+14155550123.wieght is not known; known here: tags, weight, tier, activeSince, limits.",
    ],
    ["numbers:\n  +14155550123: { 'a b': 2 }\n", "one of the keys is not known"],
    [
      "store: { url: redis://127.0.0.1, namspace: sales }\n",
      "store is not as expected: it must be a text, or url with namespace and keyPrefix if need be.",
    ],
    ...[
      ["weight: 0", "weight is not as expected: it must be a number from 0.01 to 1000."],
      ["tier: 9", "tier is not as expected: it must be a whole number from 1 to 8."],
      ["tier: 1.5", "tier is not as expected: it must be a whole number from 1 to 8."],
      ["tags: [acme]", "tags is not as expected: it must be a group of keys."],
      ["tags: { brand: 7 }", "tags.brand is not as expected: it must be a text or a list of texts."],
      ["tags: { brand: [a, 7] }", "tags.brand is not as expected: it must be a text or a list of texts."],
      ...["yesterday", "2026", "2026-02-31", "2026-11-24T09:30", "2026-11-24T25:00Z", "1700000000000"].map(
        (date) => [
          `activeSince: ${date}`,
          "activeSince is not as expected: it must be a date such as 2026-11-24, or 2026-11-24T09:30:00Z with its time zone.",
        ],
      ),
      ["limits: 40", "limits is not as expected: it must be a group of keys."],
      [
        "limits: { maxCallsPerDay: -1 }",
        "limits.maxCallsPerDay is not as expected: it must be a whole number from 0 up, or null.",
      ],
      [
        "limits: { maxCallsPerDya: 1 }",
        'the key numbers.+14155550123.limits.maxCallsPerDya is not known; known here: maxCallsPerDay, maxCallsPerHour, minGapSeconds, maxConcurrentCalls, warmUp. Did you mean "maxCallsPerDay"?',
      ],
      [
        "limits: { warmUp: [{ untilDays: 7 }] }",
        "limits.warmUp.0.maxCallsPerDay is not as expected: Is missing.",
      ],
    ].map(([setting, message]) => [`numbers:\n  +14155550123: { ${setting} }\n`, message ?? ""]),
    [
      "numbers:\n  +14155550123: { weight: heavy }\n",
      "numbers.+14155550123.weight is not as expected: it must be a number",
    ],
    ["defaultCountry: UK\n", "defaultCountry is not as expected: it must be two letters such as US or GB"],
    ["just a text\n", "it must hold keys and values"],
    ["agent: 12\n", "agent is not as expected: it must be a text"],
    ["- agent\n", "it must hold keys and values"],
  ])("refuses %j and says what is wrong", async (text, message) => {
    await expect(load(text)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(message),
    });
  });

  it("names everything that is wrong, so that it can be put right in one go", async () => {
    const text =
      "agent: 7\nregion: mars\nstore: 5\nnumbers: { foo: 3, bar: { weight: 0, tier: 9 } }\nagnt: x\n";
    await expect(load(text)).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `${[
            "dialpool.yaml: 7 settings are wrong.",
            "region is not as expected: it must be global, us or eu.",
            "agent is not as expected: it must be a text.",
            "store is not as expected: it must be a text, or url with namespace and keyPrefix if need be.",
            "numbers.foo is not as expected: it must be a group of keys.",
            "numbers.bar.weight is not as expected: it must be a number from 0.01 to 1000.",
            "numbers.bar.tier is not as expected: it must be a whole number from 1 to 8.",
            "the key agnt is not known; known here: .* numbers.",
          ].join(" ")}$`,
        ),
      ),
    });
  });

  it("tells its io the key, and warns if others can read it", async () => {
    const cwd = await folderOf({ "dialpool.yaml": `apiKey: ${KEY}\n` });
    await chmod(join(cwd, "dialpool.yaml"), 0o644);
    const secrets: string[] = [];
    const { io, stderr } = createTestIo({ cwd, keepSecret: (secret) => secrets.push(secret) });
    await loadConfig(io);
    expect(secrets).toEqual([KEY]);
    expect(stderr()).toMatch(/^Warning: .* others can read it/);
    expect(stderr()).not.toContain(KEY);
  });
});

it("treats the password in a store's address like the key", async () => {
  const cwd = await folderOf({ "dialpool.yaml": `store: redis://:${KEY}@127.0.0.1\n` });
  await chmod(join(cwd, "dialpool.yaml"), 0o644);
  const secrets: string[] = [];
  const { io, stderr } = createTestIo({ cwd, keepSecret: (secret) => secrets.push(secret) });
  await loadConfig(io);
  expect(secrets).toEqual([KEY]);
  expect(stderr()).toMatch(/^Warning: .* holds a secret and others can read it/);
  expect(stderr()).not.toContain(KEY);
});

describe("a broken file never shows its key", () => {
  it.each([
    ["a quote without its end", `apiKey: "${KEY}\nagent: x\n`, 3],
    ["two colons", `apiKey: ${KEY}: x\n`, 1],
    ["no space after the colon", `apiKey:${KEY}\nagent: x\n`, 1],
    ["an open bracket", `apiKey: [${KEY}\n`, undefined],
    ["an alias", `apiKey: *${KEY}\n`, undefined],
    ["a block scalar", `apiKey: |${KEY}\n`, 1],
    ["a reserved character", `apiKey: @${KEY}\n`, 1],
    ["a key twice", `apiKey: ${KEY}\napiKey: ${KEY}\n`, 2],
    [
      "the key where a limit is expected",
      `numbers: { x: { limits: { maxCallsPerDay: ${KEY} } } }\n`,
      undefined,
    ],
    ["the key as the name of a limit", `numbers: { x: { limits: { ${KEY}: 1 } } }\n`, undefined],
    ["the key as a date", `numbers: { x: { activeSince: ${KEY} } }\n`, undefined],
    ["a flow mapping without a space", `{apiKey:${KEY}}\n`, undefined],
    ["a scalar alone", `apiKey:${KEY}\n`, undefined],
    ["the key where a number is expected", `numbers: { "+14155550123": { weight: ${KEY} } }\n`, undefined],
    ["the key in a store without an address", `store: { password: ${KEY} }\n`, undefined],
    ["the key as a region", `region: ${KEY}\n`, undefined],
    ["a wrong key beside it", `apiKey: ${KEY}\nagnet: x\n`, undefined],
    ["an indented line", `agent: x\n apiKey: ${KEY}\n`, undefined],
    ["a tab", `numbers:\n\tapiKey: ${KEY}\n`, undefined],
  ])("%s", async (_name, text, line) => {
    const error = await load(text).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ exitCode: 3 });
    expect(`${error?.message} ${error?.stack} ${String(error?.cause)}`).not.toContain(KEY);
    if (line !== undefined) expect(error?.message).toContain(`line ${line}`);
  });
});
