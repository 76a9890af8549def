import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { startCluster, startRedis, startReplica } from "../src/index.js";
import { describeRedis, describeRedisEngines } from "../src/vitest/index.js";

const run = promisify(execFile);

describeRedisEngines({ describe, it, inject }, "servers of one's own", (engine) => {
  it("keeps what was written over a crash, with an append-only file flushed always", async () => {
    await using redis = await startRedis({ engine, appendonly: true, appendfsync: "always" });
    await redis.command("SET", "kept", "yes");
    await redis.restart({ signal: "SIGKILL" });
    expect(await redis.command("GET", "kept")).toBe("yes");
  });

  it("keeps nothing without one", async () => {
    await using redis = await startRedis({ engine });
    await redis.command("SET", "kept", "yes");
    await redis.restart();
    expect(await redis.command("GET", "kept")).toBeNull();
  });

  it("speaks TLS, asks for a password and knows other users", async () => {
    const acl = ["reader on >reads ~* +get"];
    await using redis = await startRedis({ engine, tls: true, password: 'with "quotes" and \\', acl });
    expect(await redis.command("PING")).toBe("PONG");
    expect(await redis.command("ACL", "USERS")).toEqual(["default", "reader"]);
    expect(redis.url).toMatch(/^rediss:\/\//);
    expect(redis.ca).toContain("BEGIN CERTIFICATE");
  });

  it("leaves neither a process nor a folder when it is stopped", async () => {
    const redis = await startRedis({ engine });
    expect(existsSync(redis.dir)).toBe(true);
    await redis.stop();
    expect(existsSync(redis.dir)).toBe(false);
    await expect(redis.command("PING")).rejects.toThrow();
  });

  it("says why a server does not start", async () => {
    await expect(startRedis({ engine, settings: { "no-such-setting": "1" } })).rejects.toThrow(
      /The server ended[\s\S]*no-such-setting/,
    );
  });

  it("has a replica take over with what had reached it", async () => {
    await using redis = await startRedis({ engine, password: "secret" });
    await redis.command("SET", "kept", "yes");
    const replica = await startReplica(redis);
    try {
      await redis.kill();
      await replica.promote();
      expect(await replica.server.command("GET", "kept")).toBe("yes");
      expect(await replica.server.command("SET", "kept", "still")).toBe("OK");
    } finally {
      await replica.stop();
    }
  });

  it("starts a cluster of three masters, and moves a slot", async () => {
    const cluster = await startCluster({ engine });
    try {
      const before = await cluster.nodeOf("{a}");
      await before.command("SET", "{a}:kept", "yes");
      const after = await cluster.moveSlotOf("{a}");
      expect(after).not.toBe(before);
      expect(await cluster.nodeOf("{a}")).toBe(after);
      expect(await after.command("GET", "{a}:kept")).toBe("yes");
    } finally {
      await cluster.stop();
    }
  });

  it("ends with a process that is killed", async () => {
    const script = `
      import { RedisServer } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
      const redis = await RedisServer.start(${JSON.stringify(engine)}, {});
      console.log(JSON.stringify({ pid: redis.pid, dir: redis.dir }));
      process.kill(process.pid, "SIGKILL");`;
    const died = run(process.execPath, ["--input-type=module", "--eval", script]);
    const { stdout } = await died.catch((error: { stdout: string }) => error);
    const { pid, dir } = JSON.parse(stdout) as { pid: number; dir: string };
    await until(() => !isRunning(pid) && !existsSync(dir));
    expect(isRunning(pid)).toBe(false);
  });
});

describeRedis({ describe, it, inject }, "the server of a run", ({ url, uniqueName }) => {
  it("gives names that are new each time", () => {
    expect(url).toMatch(/^rediss?:\/\//);
    expect(uniqueName()).not.toBe(uniqueName());
  });
});

/** Asks again whenever a process of no importance has ended: processes give no other sign of ends that are not their parent's to see. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await once(spawn("true"), "exit");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // On Linux one may have ended without anybody having waited for it.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z/.test(readFileSync(stat, "utf8"));
}
