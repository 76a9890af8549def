import { readFileSync } from "node:fs";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as strategies from "@dialpool/pool-strategies";
import { describeRedis } from "@dialpool/redis-server/vitest";
import * as ioredis from "ioredis";
import * as nodeRedis from "redis";
import { describe, expect, inject, it, vi } from "vitest";
import * as main from "../src/index.js";

const examples = readmeExamples(readFileSync(new URL("../README.md", import.meta.url), "utf8"));

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(3);
  });
});

describeRedis({ describe, it, inject }, "the README", ({ url, uniqueName }) => {
  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    vi.stubEnv("REDIS_URL", url);
    const keyPrefix = uniqueName();
    const modules = {
      "@dialpool/pool-strategies": strategies,
      "@dialpool/store-redis": {
        ...main,
        // Examples may use the same names as each other, and as tests that run beside them.
        createRedisStore: (options: main.RedisStoreOptions) =>
          main.createRedisStore({ keyPrefix, ...options }),
      },
      ioredis,
      redis: nodeRedis,
    };
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
    vi.unstubAllEnvs();
  });
});
