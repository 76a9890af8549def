import { describePoolStore } from "@dialpool/pool-strategies/conformance";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

describeRedis({ describe, it, inject }, "the Redis store", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());

  describePoolStore({ describe, it, expect }, "as a pool store", (setup) =>
    createRedisStore({ client, namespace: uniqueName(), maxClockSkewMs: null, ...setup }),
  );
});
