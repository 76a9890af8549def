import { createMemoryStore, parsePolicy } from "@dialpool/pool-strategies";
import { describeTransfer } from "@dialpool/pool-strategies/conformance";
import { copyNamespace } from "@dialpool/pool-strategies/transfer";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

describeRedis({ describe, it, inject }, "a namespace that moves", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());
  const redis = (setup: object) =>
    createRedisStore({ client, namespace: uniqueName(), maxClockSkewMs: null, ...setup });

  describeTransfer({ describe, it, expect }, "from memory to Redis", {
    from: createMemoryStore,
    to: redis,
    runs: 15,
  });
  describeTransfer({ describe, it, expect }, "from Redis to memory", {
    from: redis,
    to: createMemoryStore,
    runs: 15,
  });
  describeTransfer({ describe, it, expect }, "from Redis to Redis", { from: redis, to: redis, runs: 15 });

  it("leaves nothing behind that never expires: not of a copy, nor of what was replaced", async () => {
    const namespace = uniqueName();
    const store = redis({ namespace });
    await store.load({ poolId: "agent", numbers: [], policy: parsePolicy({}) }, { now: 0 });
    await copyNamespace(store, store, { replace: true });
    await store.usage("agent", { now: 0 });
    const lasting: string[] = [];
    for (const key of await client.keys(`*{${namespace}}*ran:*`)) {
      if ((await client.pttl(key)) === -1) lasting.push(key);
    }
    expect(lasting).toEqual([]);
  });
});
