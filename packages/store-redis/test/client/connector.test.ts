import { describeRedis } from "@dialpool/redis-server/vitest";
import { Redis } from "ioredis";
import { describe, expect, inject, it } from "vitest";
import { connectorOf, scriptOf } from "../../src/client/index.js";
import { clientKinds, libraries } from "./clients.js";

const count = scriptOf(`return redis.call("INCRBY", KEYS[1] .. "count", ARGV[1])`);
const reply = scriptOf(
  `return { "text", 12, ARGV[1], false, { "é", "" }, tostring(redis.call("GET", KEYS[1] .. "none")) }`,
  {
    repeatable: true,
  },
);

describeRedis({ describe, it, inject }, "scripts through a user's client", ({ url, uniqueName }) => {
  describe.each(clientKinds)("$name", ({ open }) => {
    it("answers text as text, whole numbers, lists and null", async () => {
      await using opened = await open(url);
      const runner = connectorOf(opened.client, { scripts: [reply] });
      expect(await runner.run(reply, [`{${uniqueName()}}`], [0.1 + 0.2])).toEqual([
        "text",
        12,
        "0.30000000000000004",
        null,
        ["é", ""],
        "false",
      ]);
    });

    it("runs many at once, each exactly once, on a server that does not know the script yet", async () => {
      await using opened = await open(url);
      const fresh = scriptOf(`-- ${uniqueName()}\nreturn redis.call("INCRBY", KEYS[1] .. "count", ARGV[1])`);
      const runner = connectorOf(opened.client, { scripts: [fresh] });
      const key = `{${uniqueName()}}`;
      const counts = await Promise.all(Array.from({ length: 200 }, () => runner.run(fresh, [key], [1])));
      expect(counts.map(Number).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 200 }, (_, at) => at + 1),
      );
    });
  });

  describe.each(libraries)("$name", ({ open }) => {
    it("tells a server that has forgotten its scripts", async () => {
      await using opened = await open(url);
      const runner = connectorOf(opened.client, { scripts: [count] });
      const key = `{${uniqueName()}}`;
      expect(await runner.run(count, [key], [1])).toBe(1);
      await using second = await open(url);
      await flushScripts(second.client);
      expect(await runner.run(count, [key], [1])).toBe(2);
    });
  });

  it.each([0, Number.NaN, 3_600_001])("refuses to wait for %d ms", (commandTimeoutMs) => {
    const client = new Redis(url, { lazyConnect: true });
    expect(() => connectorOf(client, { scripts: [], commandTimeoutMs })).toThrow("commandTimeoutMs");
  });

  it.each([[{}], [undefined], [null], ["redis://127.0.0.1"]])("refuses what is no client: %j", (client) => {
    expect(() => connectorOf(client as never, { scripts: [] })).toThrow(
      "client: must be a client of ioredis or of node-redis (the package redis)",
    );
  });
});

async function flushScripts(client: unknown): Promise<void> {
  const commands = client as {
    script?: (name: string) => Promise<unknown>;
    sendCommand(args: string[]): Promise<unknown>;
    call?(...args: string[]): Promise<unknown>;
  };
  if (commands.call === undefined) await commands.sendCommand(["SCRIPT", "FLUSH"]);
  else await commands.call("SCRIPT", "FLUSH");
}
