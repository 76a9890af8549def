import { describe, expect, it } from "vitest";
import {
  InvalidInputError,
  isPoolStrategiesError,
  PolicyError,
  PoolNotLoadedError,
  PoolStrategiesError,
} from "./errors.js";

describe("errors", () => {
  it.each([
    [new PolicyError([{ path: "order", message: "Is wrong." }]), "policy_invalid", "PolicyError"],
    [new InvalidInputError([{ path: "now", message: "Is wrong." }]), "input_invalid", "InvalidInputError"],
    [new PoolNotLoadedError("agent-1"), "pool_not_loaded", "PoolNotLoadedError"],
  ])("%s has a code and a name", (error, code, name) => {
    expect(error).toMatchObject({ code, name });
    expect(error).toBeInstanceOf(PoolStrategiesError);
    expect(isPoolStrategiesError(error, error.code)).toBe(true);
  });

  it("names every issue with its path in the message", () => {
    const error = new PolicyError([
      { path: "order", message: "Is wrong." },
      { path: "", message: "So is all." },
    ]);
    expect(error.message).toBe("The policy is not valid. order: Is wrong. So is all.");
  });

  it("are known across copies of the package by their mark, not by their class", () => {
    const foreign = Object.assign(new Error("from another copy"), {
      [Symbol.for("@dialpool/pool-strategies/error")]: true,
      code: "policy_invalid",
    });
    expect(isPoolStrategiesError(foreign)).toBe(true);
    expect(isPoolStrategiesError(foreign, "input_invalid")).toBe(false);
  });

  it("are not mistaken for others", () => {
    expect(isPoolStrategiesError(Object.assign(new Error("other"), { code: "policy_invalid" }))).toBe(false);
    expect(isPoolStrategiesError("policy_invalid")).toBe(false);
  });
});
