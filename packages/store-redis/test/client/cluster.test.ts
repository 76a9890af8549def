import { setImmediate } from "node:timers/promises";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { type RedisCluster, startCluster } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { connectorOf, scriptOf } from "../../src/client/index.js";
import { clusterKinds } from "./clients.js";

const count = scriptOf(`return redis.call("INCRBY", KEYS[1] .. "count", ARGV[1])`);

describeRedisEngines({ describe, it, inject }, "a Cluster of three masters", (engine) => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster({ engine });
  });
  afterAll(() => cluster.stop());

  describe.each(clusterKinds)("through $name", ({ name, open }) => {
    it("runs each namespace on the node that serves it", async () => {
      await using opened = await open(cluster.ports);
      const runner = connectorOf(opened.client, { scripts: [count] });
      const keys = Array.from({ length: 30 }, (_, place) => `dialpool:{${name}-${place}}:`);
      await Promise.all(keys.map((key) => runner.run(count, [key], [1])));
      const nodes = new Set<number>();
      for (const key of keys) {
        const node = await cluster.nodeOf(key);
        nodes.add(node.port);
        expect(await node.command("GET", `${key}count`)).toBe("1");
      }
      expect(nodes.size).toBe(3);
    });

    it("runs nothing while half of the keys have moved, and goes on after", async () => {
      await using opened = await open(cluster.ports);
      const runner = connectorOf(opened.client, { scripts: [count] });
      const hasty = connectorOf(opened.client, { scripts: [count], commandTimeoutMs: 200 });
      const key = `dialpool:{half moved ${name}}:`;
      await runner.run(count, [key], [1]);
      const before = await cluster.nodeOf(key);
      const finish = await cluster.beginMoveOf(key);
      await hasty.run(count, [key], [1]).then(
        () => expect.fail("ran while its keys were moving"),
        (error: unknown) => expect(error).toMatchObject({ code: "store_unavailable" }),
      );
      expect(await before.command("GET", `${key}count`)).toBe("1");
      const goesOn = runner.run(count, [key], [1]);
      const after = await finish();
      // The library may have gone on with the one that was given up: once it is 2, then 3.
      const reached = Number(await goesOn);
      expect(reached).toBeGreaterThanOrEqual(2);
      expect(Number(await after.command("GET", `${key}count`))).toBeGreaterThanOrEqual(reached);
    });

    it("goes on, each run once, while the slot moves from node to node", async () => {
      await using opened = await open(cluster.ports);
      const runner = connectorOf(opened.client, { scripts: [count] });
      const key = `dialpool:{moving ${name}}:`;
      let isMoving = true;
      let done = 0;
      let maybe = 0;
      const work = async () => {
        while (isMoving) {
          try {
            await runner.run(count, [key], [1]);
            done += 1;
          } catch (error) {
            if (!isPoolStoreError(error, "store_unavailable")) throw error;
            if (error.applied === "maybe") maybe += 1;
            await setImmediate();
          }
        }
      };
      const workers = Array.from({ length: 8 }, work);
      const first = await cluster.nodeOf(key);
      for (let moves = 0; moves < 6; moves += 1) await cluster.moveSlotOf(key);
      isMoving = false;
      await Promise.all(workers);
      expect(await cluster.nodeOf(key)).toBe(first);
      const sum = Number(await first.command("GET", `${key}count`));
      expect(done).toBeGreaterThan(0);
      expect(sum).toBeGreaterThanOrEqual(done);
      expect(sum).toBeLessThanOrEqual(done + maybe);
    });
  });
});
