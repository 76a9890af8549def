import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as core from "@dialpool/core";
import * as dialer from "@dialpool/dialer";
import * as sqlite from "@dialpool/dialer/sqlite";
import * as poolStrategies from "@dialpool/pool-strategies";
import { openSqliteStore, type SqliteStoreOptions } from "@dialpool/store-sqlite";
import { afterAll, expect, it } from "vitest";
import { useSandbox } from "./support/cli.js";

const sandbox = useSandbox({ speed: 5000 });
const examples = readmeExamples(readFileSync(new URL("../../../README.md", import.meta.url), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(examples)(
  "the README's example on line $line places a call from a number of the pool",
  async ({ code }) => {
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
      "@dialpool/dialer": dialer,
      "@dialpool/dialer/sqlite": sqlite,
      "@dialpool/pool-strategies": poolStrategies,
      "@dialpool/store-sqlite": {
        openSqliteStore: ({ path, ...options }: SqliteStoreOptions) =>
          openSqliteStore({ ...options, path: join(folder, path) }),
      },
    };
    await runReadmeExample(code, modules, (actual, expected) => expect(actual).toEqual(expected));

    const [call] = await sandbox.client().calls.list({ model_id: sandbox.agentId }).toArray();
    const { attached_phone_numbers: pool = [] } = await sandbox.client().agents.get(sandbox.agentId);
    expect(call?.phone_number_to).toBe("+14155550123");
    expect(pool.map(({ number }) => number)).toContain(call?.phone_number_from);
  },
);

it("the README shows both: the selection alone, and the dialer", () => {
  expect(examples).toHaveLength(2);
});
