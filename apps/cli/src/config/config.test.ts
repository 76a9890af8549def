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

  it("says when the file that was named does not exist", async () => {
    await expect(loadConfig(createTestIo().io, "nowhere.yaml")).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("nowhere.yaml: it does not exist."),
    });
  });

  it.each([
    ["agnt: x\n", "the key agnt is not known"],
    ["region: mars\n", 'region is not as expected: it must be ("global" | "us" | "eu")'],
    ["numbers:\n  +14155550123: { wieght: 2 }\n", "one of the keys is not known"],
    [
      "numbers:\n  +14155550123: { weight: heavy }\n",
      "numbers.+14155550123.weight is not as expected: it must be a number",
    ],
    ["defaultCountry: UK\n", "defaultCountry is not as expected: expected two letters such as US or GB"],
    ["just a text\n", "it must hold keys and values"],
    ["agent: 12\n", "agent is not as expected: it must be a text"],
    ["- agent\n", "it must hold keys and values"],
  ])("refuses %j and says what is wrong", async (text, message) => {
    await expect(load(text)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(message),
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
    ["a flow mapping without a space", `{apiKey:${KEY}}\n`, undefined],
    ["a scalar alone", `apiKey:${KEY}\n`, undefined],
    ["the key where a number is expected", `numbers: { "+14155550123": { weight: ${KEY} } }\n`, undefined],
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
