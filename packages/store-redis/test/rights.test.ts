import { readFileSync } from "node:fs";
import { describePoolStore } from "@dialpool/pool-strategies/conformance";
import { type RedisServer, startRedis } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";
import { scriptsOf } from "../src/scripts.js";
import { libraries, type OpenClient } from "./client/clients.js";

const page = readFileSync(new URL("../../../docs/redis.md", import.meta.url), "utf8");
const [line = ""] = /^ACL SETUSER .*$/m.exec(page) ?? [];
const [, , ...user] = line.replace("PASSWORD", "secret").split(" ");

/** What ioredis asks when it connects, besides what it may without any right. */
const CLIENT_COMMANDS = ["info"];

describe("the line of rights in docs/redis.md", () => {
  it("gives what the scripts run, what runs them, and what the clients ask when they connect", () => {
    const scripts = Object.values(scriptsOf()).flatMap(({ commands }) => commands);
    const needed = ["eval", "evalsha", ...CLIENT_COMMANDS, ...scripts.map((name) => name.toLowerCase())];
    const given = user.filter((rule) => rule.startsWith("+")).map((rule) => rule.slice(1));
    expect(given).toEqual([...new Set(needed)].sort());
  });
});

describeRedisEngines({ describe, it, inject }, "a user with these rights alone, on", (engine) => {
  describe.each(libraries)("through $name", ({ open }) => {
    let redis: RedisServer;
    let opened: OpenClient;
    let namespaces = 0;
    beforeAll(async () => {
      redis = await startRedis({ engine, acl: [user.join(" ")] });
      opened = await open(redis.urlFor({ user: "dialpool", password: "secret" }));
    });
    afterAll(async () => {
      await opened[Symbol.asyncDispose]();
      await redis.stop();
    });

    describePoolStore({ describe, it, expect }, "the Redis store", (setup) =>
      createRedisStore({
        client: opened.client,
        namespace: `rights-${namespaces++}`,
        maxClockSkewMs: null,
        ...setup,
      }),
    );
  });
});
