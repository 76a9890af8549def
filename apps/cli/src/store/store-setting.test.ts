import { describe, expect, it } from "vitest";
import { parseStoreSetting, redisShown, storeSettingOf } from "./store-setting.js";

const PASSWORD = "hunter2-hunter2";
const source = { name: "--store", folder: "/home/ada", exitCode: 2 } as const;

describe("parseStoreSetting", () => {
  it.each([
    ["memory", { kind: "memory" }],
    ["pool.db", { kind: "sqlite", path: "/home/ada/pool.db" }],
    ["/var/lib/pool.db", { kind: "sqlite", path: "/var/lib/pool.db" }],
    ["./memory", { kind: "sqlite", path: "/home/ada/memory" }],
  ])("reads %j", (text, expected) => {
    expect(parseStoreSetting(text, source)).toEqual(expected);
  });

  it.each([
    ["redis://127.0.0.1", { host: "127.0.0.1", port: 6379, isTls: false, isCluster: false, database: 0 }],
    [
      "rediss://cache.example.com:6380/3",
      { host: "cache.example.com", port: 6380, isTls: true, database: 3 },
    ],
    ["redis://[::1]:7000/", { host: "::1", port: 7000 }],
    ["redis://:p%40ss@h", { host: "h", password: "p@ss" }],
    ["redis://ann:p%25@h", { username: "ann", password: "p%" }],
    ["redis://h?namespace=sales&keyPrefix=dp", { namespace: "sales", keyPrefix: "dp" }],
    ["redis://h?cluster=true", { isCluster: true }],
  ])("reads the address %j", (text, expected) => {
    expect(parseStoreSetting(text, source)).toMatchObject({ kind: "redis", ...expected });
  });

  it("takes the namespace beside an address; that of the address wins", () => {
    const beside = { namespace: "a", keyPrefix: "p" };
    expect(parseStoreSetting({ url: "redis://h", ...beside }, source)).toMatchObject(beside);
    expect(parseStoreSetting({ url: "redis://h?namespace=b", ...beside }, source)).toMatchObject({
      namespace: "b",
      keyPrefix: "p",
    });
  });

  it.each([
    ["", "--store is empty."],
    [":memory:", "--store is no file."],
    [`postgres://ann:${PASSWORD}@h`, "--store has a scheme that is neither redis:// nor rediss://."],
    [`redis://:${PASSWORD}@`, "--store is not an address like redis://127.0.0.1:6379."],
    [`redis://:${PASSWORD}@h:port`, "--store is not an address like redis://127.0.0.1:6379."],
    ["redis:///1", "--store names no host."],
    [`redis://:${PASSWORD}@h/one`, "--store has a path that is not the number of a database."],
    [`redis://:${PASSWORD}%@h`, "--store has a % in its user or password that is not written as %25."],
    [
      `redis://h?password=${PASSWORD}`,
      "--store has a parameter that is not known; known are: namespace, keyPrefix, cluster.",
    ],
    [
      "redis://h?namespace={a}",
      "--store has a namespace that is not made of letters, digits and . : @ / - _.",
    ],
    ["redis://h?cluster=yes", "--store has a cluster that is not true or false."],
    ["redis://h/2?cluster=true", "--store names a database, and a cluster has only the first."],
  ])("refuses %j and does not quote it", (text, message) => {
    const parse = () => parseStoreSetting(text, source);
    expect(parse).toThrow(expect.objectContaining({ exitCode: 2, message }));
    expect(parse).not.toThrow(PASSWORD);
  });
});

it("shows an address without user and password", () => {
  const shown = (text: string) => redisShown(parseStoreSetting(text, source) as never);
  expect(shown(`rediss://ann:${PASSWORD}@h/2?namespace=x`)).toBe("rediss://h:6379/2");
  expect(shown("redis://[::1]:7000")).toBe("redis://[::1]:7000/0");
  expect(shown("redis://h?cluster=true")).toBe("redis://h:6379/?cluster=true");
});

describe("storeSettingOf", () => {
  const none = { cwd: "/home/ada", configFolder: "/etc/dialpool" };

  it("takes the flag, then the variable, then the configuration, then the workspace's own file", () => {
    const configured = { ...none, configured: "c.db" };
    const variable = { ...configured, variable: "b.db" };
    expect(storeSettingOf({ ...variable, flag: "a.db" })).toEqual({ kind: "sqlite", path: "/home/ada/a.db" });
    expect(storeSettingOf(variable)).toEqual({ kind: "sqlite", path: "/home/ada/b.db" });
    expect(storeSettingOf(configured)).toEqual({ kind: "sqlite", path: "/etc/dialpool/c.db" });
    expect(storeSettingOf(none)).toEqual({ kind: "sqlite" });
    expect(storeSettingOf({ ...none, variable: "" })).toEqual({ kind: "sqlite" });
  });

  it.each([
    [{ flag: "x://h" }, "--store", 2],
    [{ variable: "x://h" }, "DIALPOOL_STORE", 3],
    [{ configured: "x://h" }, "store of dialpool.yaml", 3],
  ])("says where what is wrong was said: %j", (settings, name, exitCode) => {
    expect(() => storeSettingOf({ ...none, ...settings })).toThrow(
      expect.objectContaining({ exitCode, message: expect.stringMatching(`^${name} `) }),
    );
  });
});
