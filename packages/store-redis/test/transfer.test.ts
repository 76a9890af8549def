import { createMemoryStore } from "@dialpool/pool-strategies";
import { describeTransfer } from "@dialpool/pool-strategies/conformance";
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
});
