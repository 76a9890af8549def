import { mkdir } from "node:fs/promises";
import { inspect } from "node:util";
import { isPoolStoreError, type PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { type RedisServer, startCluster, startRedis, startReplica } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { describe, expect, inject, it } from "vitest";
import { type ConnectorOptions, connectorOf, type ScriptRunner, scriptOf } from "../../src/client/index.js";
import { libraries, type OpenClient } from "./clients.js";
import { CuttingProxy } from "./cutting-proxy.js";

const KEY = "dialpool:{test}:";
const count = scriptOf(`return redis.call("INCRBY", KEYS[1] .. "count", ARGV[1])`);
const read = scriptOf(`return redis.call("GET", KEYS[1] .. "count")`, { repeatable: true });
const scripts = [count, read];

/** What a rejected promise was rejected with; fails if it is no error of the store. */
async function failureOf(promise: Promise<unknown>): Promise<PoolStoreError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isPoolStoreError(error)) throw new Error(`Not an error of the store: ${inspect(error)}`);
  return error;
}

describeRedisEngines({ describe, it, inject }, "what goes wrong on the way to", (engine) => {
  describe.each(libraries)("$name", ({ open }) => {
    /** A runner on a server, and how to ask how far it counted. */
    async function runnerOn(
      { url, ca }: Pick<RedisServer, "url" | "ca">,
      options: Partial<ConnectorOptions> = {},
    ): Promise<{ opened: OpenClient; runner: ScriptRunner; add: () => Promise<unknown> }> {
      const opened = await open(url, { ca });
      const runner = connectorOf(opened.client, { scripts, ...options });
      return { opened, runner, add: () => runner.run(count, [KEY], [1]) };
    }

    const counted = (redis: RedisServer) => redis.command("GET", `${KEY}count`);

    it("refuses a wrong password at once, and never repeats it", async () => {
      await using redis = await startRedis({ engine, password: "right-Secret" });
      const url = redis.urlFor({ password: "wrong-Secret" });
      const { opened, add } = await runnerOn({ url, ca: undefined });
      await using _ = opened;
      const error = await failureOf(add());
      expect(error).toMatchObject({
        code: "store_denied",
        applied: "no",
      });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("wrong-Secret");
    });

    it("says that a password is missing", async () => {
      await using redis = await startRedis({ engine, password: "secret" });
      const { opened, add } = await runnerOn({ url: redis.urlFor({}), ca: undefined });
      await using _ = opened;
      expect(await failureOf(add())).toMatchObject({ code: "store_denied", applied: "no" });
    });

    it("refuses a user without the right to run scripts", async () => {
      await using redis = await startRedis({ engine, acl: ["reader on >secret ~* &* +@all -@scripting"] });
      const url = redis.urlFor({ user: "reader", password: "secret" });
      const { opened, add } = await runnerOn({ url, ca: undefined });
      await using _ = opened;
      const error = await failureOf(add());
      expect(error).toMatchObject({ code: "store_denied", applied: "no" });
      expect(error.message).toMatch(/may not run EVALSHA.*\+evalsha/);
      expect(await redis.command("DBSIZE")).toBe(0);
    });

    it("refuses a user who may not use the store's keys, and says so", async () => {
      await using redis = await startRedis({ engine, acl: ["other on >secret ~other:* +@all"] });
      const url = redis.urlFor({ user: "other", password: "secret" });
      const { opened, add } = await runnerOn({ url, ca: undefined });
      await using _ = opened;
      const error = await failureOf(add());
      expect(error).toMatchObject({ code: "store_denied", applied: "no" });
      expect(error.message).toMatch(/may not use the store's keys.*keyPrefix/);
    });

    it("says which right was taken away from a user who had it", async () => {
      await using redis = await startRedis({ engine, acl: ["writer on >secret ~* &* +@all"] });
      const url = redis.urlFor({ user: "writer", password: "secret" });
      const { opened, add } = await runnerOn({ url, ca: undefined });
      await using _ = opened;
      expect(await add()).toBe(1);
      await redis.command("ACL", "SETUSER", "writer", "-incrby");
      expect(await failureOf(add())).toMatchObject({ code: "store_denied", applied: "no" });
      expect((await failureOf(add())).message).toMatch(/may not run INCRBY/);
    });

    it("refuses a user who lacks one command of the scripts, before anything is changed, until it is given", async () => {
      await using redis = await startRedis({ engine, acl: ["writer on >secret ~* &* +@all -incrby"] });
      const url = redis.urlFor({ user: "writer", password: "secret" });
      const { opened, add } = await runnerOn({ url, ca: undefined });
      await using _ = opened;
      const error = await failureOf(add());
      expect(error).toMatchObject({ code: "store_denied", applied: "no" });
      expect(error.message).toContain("may not run INCRBY on");
      expect(await redis.command("DBSIZE")).toBe(0);
      await redis.command("ACL", "SETUSER", "writer", "+incrby");
      expect(await add()).toBe(1);
    });

    it("works over TLS with a certificate that it was told to trust, and says when it was not", async () => {
      await using redis = await startRedis({ engine, tls: true, password: "secret" });
      const trusting = await runnerOn(redis);
      await using _ = trusting.opened;
      expect(await trusting.add()).toBe(1);
      const other = await startRedis({ engine, tls: true });
      await using __ = other;
      const doubting = await runnerOn({ url: redis.url, ca: other.ca });
      await using ___ = doubting.opened;
      const error = await failureOf(doubting.add());
      expect(error).toMatchObject({ code: "store_unavailable", applied: "no" });
      expect(error.message).toContain("certificate of Redis is not trusted");
    });

    it("runs once, whoever sends again, when the connection is cut before the answer", async () => {
      await using redis = await startRedis({ engine });
      await using proxy = await CuttingProxy.to(redis.port);
      const { opened, add } = await runnerOn({ url: proxy.url, ca: undefined });
      await using _ = opened;
      expect(await add()).toBe(1);
      proxy.loseNextReply();
      expect(await failureOf(add())).toMatchObject({ code: "store_unavailable", applied: "maybe" });
      expect(await counted(redis)).toBe("2");
      expect(await add()).toBe(3);
    });

    it("does not say of a run whose answer was lost that it changed anything, for it may have asked to be repeated", async () => {
      const refuse = scriptOf(`return { "again" }`);
      await using redis = await startRedis({ engine });
      await using proxy = await CuttingProxy.to(redis.port);
      const { opened, runner } = await runnerOn(
        { url: proxy.url, ca: undefined },
        { scripts: [count, refuse] },
      );
      await using _ = opened;
      await runner.run(refuse, [KEY], []);
      proxy.loseNextReply();
      const error = await failureOf(runner.run(refuse, [KEY], []));
      expect(error).toMatchObject({ code: "store_unavailable", applied: "maybe" });
      expect(error.message).not.toMatch(/was applied/);
      expect(error.message).toMatch(/may have been applied|whether it changed anything, is lost/);
    });

    it("runs once, though the server forgot its scripts before the client sent again, as after a restart", async () => {
      await using redis = await startRedis({ engine });
      await using proxy = await CuttingProxy.to(redis.port);
      const { opened, add } = await runnerOn({ url: proxy.url, ca: undefined });
      await using _ = opened;
      expect(await add()).toBe(1);
      proxy.loseNextReply(() => redis.command("SCRIPT", "FLUSH"));
      expect(await failureOf(add())).toMatchObject({ code: "store_unavailable", applied: "maybe" });
      expect(await counted(redis)).toBe("2");
      expect(await add()).toBe(3);
    });

    it("never runs by half or twice when all connections are killed under load", async () => {
      await using redis = await startRedis({ engine });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      await add();
      const outcomes: Promise<"done" | "no" | "maybe">[] = [];
      for (let burst = 0; burst < 20; burst += 1) {
        for (let i = 0; i < 50; i += 1)
          outcomes.push(
            add().then(
              () => "done" as const,
              (error: PoolStoreError) => error.applied,
            ),
          );
        await redis.command("CLIENT", "KILL", "TYPE", "normal");
        await outcomes.at(-1);
      }
      const all = await Promise.all(outcomes);
      const done = all.filter((outcome) => outcome === "done").length;
      const maybe = all.filter((outcome) => outcome === "maybe").length;
      const sum = Number(await counted(redis)) - 1;
      expect(sum).toBeGreaterThanOrEqual(done);
      expect(sum).toBeLessThanOrEqual(done + maybe);
    });

    it("waits for a paused server, but no longer than it may", async () => {
      await using redis = await startRedis({ engine });
      const patient = await runnerOn(redis);
      await using _ = patient.opened;
      const hasty = await runnerOn(redis, { commandTimeoutMs: 500 });
      await using __ = hasty.opened;
      await patient.add();
      await hasty.add();
      await redis.command("CLIENT", "PAUSE", 2000, "ALL");
      expect(await failureOf(hasty.add())).toMatchObject({ code: "store_unavailable", applied: "maybe" });
      expect(Number(await patient.add())).toBeGreaterThanOrEqual(3);
      redis.pause();
      expect(await failureOf(hasty.add())).toMatchObject({ code: "store_unavailable", applied: "maybe" });
      redis.resume();
      expect(Number(await patient.add())).toBeGreaterThanOrEqual(4);
    });

    it("says that nothing was sent while no server is there, and goes on with what an append-only file kept", async () => {
      await using redis = await startRedis({ engine, appendonly: true, appendfsync: "always" });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      const hasty = connectorOf(opened.client, { scripts, commandTimeoutMs: 100 });
      expect(await add()).toBe(1);
      await redis.kill();
      // The client may not have noticed yet at the first.
      await hasty.run(count, [KEY], [1]).catch(() => {});
      expect(await failureOf(hasty.run(count, [KEY], [1]))).toMatchObject({
        code: "store_unavailable",
        applied: "no",
      });
      await redis.start();
      expect(Number(await add())).toBeGreaterThanOrEqual(2);
    });

    it("says that a replica takes no writes, until it is promoted", async () => {
      await using redis = await startRedis({ engine });
      const replica = await startReplica(redis);
      await using __ = replica.server;
      const { opened, runner, add } = await runnerOn(replica.server);
      await using _ = opened;
      expect(await failureOf(add())).toMatchObject({ code: "store_read_only", applied: "no" });
      expect(await runner.run(read, [KEY], [])).toBeNull();
      await replica.promote();
      expect(await add()).toBe(1);
    });

    it("says that a replica without a master may not answer", async () => {
      await using redis = await startRedis({ engine });
      const replica = await startReplica(redis);
      await using __ = replica.server;
      const { opened, add } = await runnerOn(replica.server);
      await using _ = opened;
      await replica.server.command("CONFIG", "SET", "replica-serve-stale-data", "no");
      const lost = replica.server.says(/Connection with (master|primary) lost/i);
      await redis.kill();
      await lost;
      expect(await failureOf(add())).toMatchObject({ code: "store_unavailable", applied: "no" });
      expect((await failureOf(add())).message).toContain("lost its master");
    });

    it("changes nothing when the memory is full", async () => {
      await using redis = await startRedis({ engine });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      expect(await add()).toBe(1);
      await redis.command("CONFIG", "SET", "maxmemory", 1);
      expect(await failureOf(add())).toMatchObject({ code: "store_full", applied: "no" });
      expect(await counted(redis)).toBe("1");
      await redis.command("CONFIG", "SET", "maxmemory", 0);
      expect(await add()).toBe(2);
    });

    it("changes nothing when the server cannot save", async () => {
      await using redis = await startRedis({ engine, settings: { save: "3600 1000000" } });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      expect(await add()).toBe(1);
      // A folder stands where the snapshot is to be.
      await mkdir(`${redis.dir}/dump.rdb`);
      const failed = redis.says(/Background saving error/);
      await redis.command("BGSAVE");
      await failed;
      expect(await failureOf(add())).toMatchObject({ code: "store_full", applied: "no" });
      expect(await counted(redis)).toBe("1");
    });

    it("changes nothing while too few replicas are there", async () => {
      await using redis = await startRedis({ engine, settings: { "min-replicas-to-write": "1" } });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      expect(await failureOf(add())).toMatchObject({ code: "store_unavailable", applied: "no" });
      expect(await redis.command("DBSIZE")).toBe(0);
    });

    it("changes nothing while the server is busy with somebody's script", async () => {
      await using redis = await startRedis({ engine, settings: { "busy-reply-threshold": "10" } });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      expect(await add()).toBe(1);
      const busy = redis.says(/Slow script detected/);
      const endless = redis.command("EVAL", "while true do end", 0).catch(() => {});
      await busy;
      expect(await failureOf(add())).toMatchObject({ code: "store_busy", applied: "no" });
      await redis.command("SCRIPT", "KILL");
      await endless;
      expect(await add()).toBe(2);
    });

    it("says that a node of a Cluster needs another client", async () => {
      const cluster = await startCluster({ engine });
      try {
        const served = await cluster.nodeOf(KEY);
        const other = cluster.nodes.find((node) => node !== served) as RedisServer;
        const { opened, add } = await runnerOn(other);
        await using _ = opened;
        const error = await failureOf(add());
        expect(error).toMatchObject({ code: "store_unavailable", applied: "no" });
        expect(error.message).toContain("part of a Cluster");
        // A prefix with an empty hash tag takes the tag of the store's keys its meaning.
        const client = new Redis(served.url, { keyPrefix: "{}" });
        const scattered = connectorOf(client, { scripts });
        const refusal = await failureOf(scattered.run(count, [KEY], [1]));
        client.disconnect();
        expect(refusal).toMatchObject({ code: "store_unavailable", applied: "no" });
        expect(refusal.message).toContain("keyPrefix");
      } finally {
        await cluster.stop();
      }
    });

    it("says that a Cluster without all its slots is down", async () => {
      await using redis = await startRedis({ engine, cluster: true });
      const { opened, add } = await runnerOn(redis);
      await using _ = opened;
      const error = await failureOf(add());
      expect(error).toMatchObject({ code: "store_unavailable", applied: "no" });
      expect(error.message).toContain("no master");
    });

    it("refuses a server that is too old", async () => {
      await using redis = await startRedis({ engine });
      const { opened, runner } = await runnerOn(redis);
      await using _ = opened;
      const future = scriptOf("return 1", { oldestVersion: 0x630000 });
      expect(await failureOf(runner.run(future, [KEY], []))).toMatchObject({
        code: "store_version",
        applied: "no",
      });
    });

    it("says that the state is not what the store wrote", async () => {
      await using redis = await startRedis({ engine });
      const { opened, add, runner } = await runnerOn(redis);
      await using _ = opened;
      await redis.command("RPUSH", `${KEY}count`, "not a count");
      expect(await failureOf(add())).toMatchObject({ code: "store_corrupt", applied: "maybe" });
      expect(await failureOf(runner.run(read, [KEY], []))).toMatchObject({
        code: "store_corrupt",
        applied: "no",
      });
    });
  });
});
