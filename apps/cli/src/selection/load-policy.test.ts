import { join } from "node:path";
import { parsePolicy, presets } from "@dialpool/pool-strategies";
import { expect, it } from "vitest";
import { createTestIo, folderOf } from "../../test/support/test-io.js";
import type { Config } from "../config/config.js";
import { loadPolicy } from "./load-policy.js";

async function load(
  flag: string | undefined,
  config: Config = {},
  files: Readonly<Record<string, string>> = {},
) {
  const cwd = await folderOf(files);
  return await loadPolicy(
    { io: createTestIo({ cwd }).io, config, configFile: join(cwd, "dialpool.yaml") },
    flag,
  );
}

it("takes a preset by its name", async () => {
  expect(await load("weighted")).toEqual(parsePolicy("weighted"));
});

it("takes the flag over the configuration", async () => {
  expect(await load("weighted", { policy: "localPresence" })).toEqual(parsePolicy("weighted"));
});

it("takes the preset «balanced» when nothing is said", async () => {
  expect(await load(undefined)).toEqual(parsePolicy("balanced"));
});

it("reads a policy file in YAML or JSON", async () => {
  const files = { "p.yaml": "order: random\n", "p.json": '{ "order": "random" }' };
  expect((await load("p.yaml", {}, files)).order).toEqual({ name: "random" });
  expect((await load("p.json", {}, files)).order).toEqual({ name: "random" });
});

it("reads the file that the configuration names", async () => {
  expect((await load(undefined, { policy: "p.yaml" }, { "p.yaml": "order: random\n" })).order).toEqual({
    name: "random",
  });
});

it("lists the presets when there is neither a preset nor a file", async () => {
  const hint = `Presets: ${Object.keys(presets).join(", ")}.`;
  await expect(load("local")).rejects.toMatchObject({ exitCode: 2, hint });
  await expect(load(undefined, { policy: "local" })).rejects.toMatchObject({ exitCode: 3, hint });
});

it("names the file and the key that is wrong", async () => {
  await expect(load("p.yaml", {}, { "p.yaml": "ordr: random\n" })).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/p\.yaml: The policy is not valid\. ordr: Unknown key/),
  });
});

it.each([
  ["order: { name: custom, use: mine }\n", "order.use"],
  ["route: { custom: mine }\n", "route.custom"],
])("says where functions of one's own belong: %s", async (text, path) => {
  const error = await load("p.yaml", {}, { "p.yaml": text }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(`p.yaml: ${path}: `) });
  expect(error).toMatchObject({ hint: expect.stringContaining("@dialpool/pool-strategies") });
});
