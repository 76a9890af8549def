import { readFileSync } from "node:fs";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as core from "@dialpool/core";
import * as poolStrategies from "@dialpool/pool-strategies";
import { expect, it } from "vitest";
import { useSandbox } from "./support/cli.js";

const sandbox = useSandbox();
const [example] = readmeExamples(readFileSync(new URL("../../../README.md", import.meta.url), "utf8"));

it("the README's library example places a call from a number of the pool", async () => {
  // Its client is the real one; only where it talks to is the sandbox.
  const createClient = (options: core.ClientOptions) =>
    core.createClient({
      ...options,
      region: undefined,
      apiKey: sandbox.apiKey,
      baseUrl: sandbox.url,
    } as core.ClientOptions);
  const modules = {
    "@dialpool/core": { ...core, createClient },
    "@dialpool/pool-strategies": poolStrategies,
  };
  await runReadmeExample(example?.code ?? "", modules, (actual, expected) =>
    expect(actual).toEqual(expected),
  );

  const [call] = await sandbox.client().calls.list({ model_id: sandbox.agentId }).toArray();
  const { attached_phone_numbers: pool = [] } = await sandbox.client().agents.get(sandbox.agentId);
  expect(call?.phone_number_to).toBe("+14155550123");
  expect(pool.map(({ number }) => number)).toContain(call?.phone_number_from);
});
