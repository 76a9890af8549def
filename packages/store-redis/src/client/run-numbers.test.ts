import { describe, expect, it } from "vitest";
import { RunNumbers } from "./run-numbers.js";

describe("RunNumbers", () => {
  it("gives every run a bit of its own", () => {
    const numbers = new RunNumbers(() => 0);
    const seen = new Set(Array.from({ length: 10_000 }, () => numbers.take("a:").args.slice(1).join()));
    expect(seen.size).toBe(10_000);
  });

  it("is told apart from every other process", () => {
    expect(new RunNumbers(() => 0).take("a:").args[1]).not.toBe(new RunNumbers(() => 0).take("a:").args[1]);
  });

  it("has the expiry set until that was answered, then every 20 s, and for each new key", () => {
    let now = 0;
    const numbers = new RunNumbers(() => now);
    const setsExpiry = () => numbers.take("a:").args[0] === "1";
    const first = numbers.take("a:");
    expect(first.args[0]).toBe("1");
    expect(setsExpiry()).toBe(true);
    first.answered();
    expect(setsExpiry()).toBe(false);
    now = 19_999;
    expect(setsExpiry()).toBe(false);
    now = 20_000;
    const second = numbers.take("a:");
    expect(second.args[0]).toBe("1");
    second.answered();
    const left = Array.from({ length: 4_096 }, setsExpiry);
    expect(left.indexOf(true)).toBe(4_096 - 5);
  });

  it("has the expiry set anew for keys that begin otherwise: those of a copy, or of what was imported", () => {
    const numbers = new RunNumbers(() => 0);
    numbers.take("a:").answered();
    expect(numbers.take("a:").args[0]).toBe("0");
    expect(numbers.take("b:").args[0]).toBe("1");
  });
});
