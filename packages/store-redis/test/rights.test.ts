import { readFileSync } from "node:fs";
import { parsePolicy } from "@dialpool/pool-strategies";
import { describePoolStore } from "@dialpool/pool-strategies/conformance";
import type { NamespaceRecord } from "@dialpool/pool-strategies/store-kit";
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

    it("is told which right to grant for a database other than 0, and needs no other", async () => {
      const url = `${redis.urlFor({ user: "dialpool", password: "secret" })}/1`;
      const denied = await open(url);
      const store = createRedisStore({
        client: denied.client,
        namespace: "elsewhere",
        commandTimeoutMs: 2000,
      });
      await expect(store.poolIds()).rejects.toMatchObject({
        code: "store_denied",
        applied: "no",
        message: expect.stringMatching(/may not run SELECT.*\+select/),
      });
      await denied[Symbol.asyncDispose]();
      expect(page).toContain("`+select`");
      await redis.command("ACL", "SETUSER", "dialpool", "+select");
      const granted = await open(url);
      expect(await createRedisStore({ client: granted.client, namespace: "elsewhere" }).poolIds()).toEqual(
        [],
      );
      await granted[Symbol.asyncDispose]();
      await redis.command("ACL", "SETUSER", "dialpool", "-select");
    });

    it("may export, import, check and clear a namespace", async () => {
      const store = createRedisStore({
        client: opened.client,
        namespace: `rights-${namespaces++}`,
        maxClockSkewMs: null,
      });
      const numbers = [{ number: "+14155550101", sid: null, slug: "sf" }] as const;
      await store.load({ poolId: "agent-1", numbers, policy: parsePolicy({}) }, { now: 0 });
      await store.acquire({ poolId: "agent-1", callee: "+14155550123", now: 0, random: () => 0.5 });
      const records: NamespaceRecord[] = [];
      for await (const record of store.exportNamespace()) records.push(record);
      await store.importNamespace(records, { replace: true });
      expect(await store.check({ now: 1 })).toMatchObject({ pools: 1, numbers: 1, leases: 1, findings: [] });
      await store.clear();
      expect(await store.poolIds()).toEqual([]);
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
