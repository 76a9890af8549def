import { describe, expect, it } from "vitest";
import { linkLua } from "./link-lua.js";

describe("linkLua", () => {
  it("writes constants in, and takes their declarations out", () => {
    const linked = linkLua([
      'local DAY, UNIT = 900, 2 ^ 36\nlocal NAME = "a b"',
      "return { DAY, UNIT, NAME, kit.DAYS }",
    ]);
    expect(linked.trim()).toBe('return { 900, (2 ^ 36), "a b", kit.DAYS }');
  });

  it("leaves out what the verb does not reach, in one step or several", () => {
    const library = [
      "local kit = {}",
      "function kit.a(x)\n  return kit.b(x)\nend",
      "function kit.b(x) return x end",
      "function kit.c()\n  return kit.a(1)\nend",
    ].join("\n");
    const linked = linkLua([library, "return kit.a(1)"]);
    expect(linked).toContain("kit.a = function(x)");
    expect(linked).toContain("kit.b = function(x)");
    expect(linked).not.toContain("kit.c");
  });

  it("makes what is rarely needed when it is first called", () => {
    const library =
      "local kit = {}\nfunction kit.often() return 1 end\nfunction kit.seldom(x) -- rarely\n  return x\nend";
    const linked = linkLua([library, "return kit.often() + kit.seldom(2)"]);
    expect(linked).toContain('if name == "seldom" then kit.seldom = function(x)');
    expect(linked.split("\n").filter((line) => line.startsWith("kit."))).toEqual(["kit.often = function()"]);
  });

  it("drops comments, but nothing inside of texts", () => {
    const linked = linkLua(['-- a\nlocal x = 1 -- b\nreturn "x -- y" .. x']);
    expect(linked.trim()).toBe('local x = 1\nreturn "x -- y" .. x');
  });
});
