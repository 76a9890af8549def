import { setImmediate } from "node:timers/promises";
import { parsePolicy } from "@dialpool/pool-strategies";
import { describePoolStore } from "@dialpool/pool-strategies/conformance";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { type RedisCluster, startCluster } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createRedisStore } from "../src/index.js";
import { clusterKinds, type OpenClient } from "./client/clients.js";

describeRedisEngines({ describe, it, inject }, "a Cluster of three masters", (engine) => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster({ engine });
  });
  afterAll(() => cluster.stop());

  describe.each(clusterKinds)("through $name", ({ name, open }) => {
    let opened: OpenClient;
    let namespaces = 0;
    beforeAll(async () => {
      opened = await open(cluster.ports);
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    const storeOf = (namespace: string, setup = {}) =>
      createRedisStore({ client: opened.client, namespace, maxClockSkewMs: null, ...setup });

    describePoolStore({ describe, it, expect }, "the Redis store", (setup) =>
      storeOf(`${name}-${namespaces++}`, setup),
    );

    it("grants exactly what the limit allows while its slot moves from node to node", async () => {
      const namespace = `moving ${name}`;
      const store = storeOf(namespace);
      const numbers = ["a", "b"].map((slug, line) => ({
        number: `+1415555010${line}` as const,
        sid: null,
        slug,
      }));
      const limits = { maxCallsPerDay: 400, minGapSeconds: null, maxCallsPerCallee: null };
      await store.load({ poolId: "p", numbers, policy: parsePolicy({ limits }) }, { now: 0 });
      let granted = 0;
      let maybe = 0;
      let isExhausted = false;
      let isMoving = true;
      const work = async () => {
        while (!isExhausted || isMoving) {
          try {
            const request = { poolId: "p", callee: "+14155550123", now: 0, random: () => 0.5 } as const;
            const selection = await store.acquire(request);
            if (selection.ok) granted += 1;
            else isExhausted = true;
          } catch (error) {
            if (!isPoolStoreError(error, "store_unavailable")) throw error;
            if (error.applied === "maybe") maybe += 1;
            await setImmediate();
          }
        }
      };
      const working = Promise.all(Array.from({ length: 4 }, work));
      for (let moves = 0; moves < 4; moves += 1) await cluster.moveSlotOf(`dialpool:{${namespace}}:`);
      isMoving = false;
      await working;
      expect(granted).toBeLessThanOrEqual(800);
      expect(granted).toBeGreaterThanOrEqual(800 - maybe);
      expect((await store.usage("p", { now: 0 })).map(({ callsInDay }) => callsInDay)).toEqual([400, 400]);
      expect((await store.check({ now: 0 })).findings).toEqual([]);
    });
  });
});
