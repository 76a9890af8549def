import { describeRedis } from "@dialpool/redis-server/vitest";
import { describe, inject, it } from "vitest";
import { describePoolState } from "../support/pool-state-suite.js";

describeRedis({ describe, it, inject }, "the command line", ({ url, uniqueName }) => {
  describePoolState("Redis", async () => ({ DIALPOOL_STORE: `${url}?namespace=${uniqueName()}` }));
});
