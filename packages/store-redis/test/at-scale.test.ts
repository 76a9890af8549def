import { describePoolStoreAtScale } from "@dialpool/pool-strategies/conformance";
import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";

/** `pnpm run test:scale` takes 100,000; so many are still woken by 7 runs of whoever asks first. */
const numbers = Number(process.env.SCALE_NUMBERS ?? 3_000);

describeRedis({ describe, it, inject }, "a large pool", ({ url, uniqueName }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());
  describePoolStoreAtScale(
    { describe, it, expect },
    "Redis",
    (setup) => createRedisStore({ client, namespace: uniqueName(), maxClockSkewMs: null, ...setup }),
    { numbers, close: (store) => (store as ReturnType<typeof createRedisStore>).clear() },
  );
});
