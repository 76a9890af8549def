import { describe, expect, it } from "vitest";
import { failureReason, neverConnected } from "./network-failure.js";

/** An error as the platforms make them: a message, a code, a cause. */
function failure(code: string | undefined, cause?: unknown): Error {
  const error = new Error(code === undefined ? "fetch failed" : `connect ${code}`, { cause });
  return code === undefined ? error : Object.assign(error, { code });
}

function several(...errors: unknown[]): AggregateError {
  return Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" });
}

function cycle(): Error {
  const first = failure(undefined);
  first.cause = failure(undefined, first);
  return first;
}

function cycleOfAggregates(): AggregateError {
  const error = new AggregateError([]);
  error.errors.push(error);
  return error;
}

describe("neverConnected", () => {
  it.each([
    ["ECONNREFUSED", failure("ECONNREFUSED"), true],
    ["ENOTFOUND", failure("ENOTFOUND"), true],
    ["EAI_AGAIN", failure("EAI_AGAIN"), true],
    ["a connect timeout of undici", failure("UND_ERR_CONNECT_TIMEOUT"), true],
    ["Bun's refusal", failure("ConnectionRefused"), true],
    ["a refusal inside fetch's error", failure(undefined, failure("ECONNREFUSED")), true],
    ["a refusal two causes deep", failure(undefined, failure(undefined, failure("ENOTFOUND"))), true],
    ["all addresses refused", several(failure("ECONNREFUSED"), failure("ECONNREFUSED")), true],
    ["all addresses failed in known ways", several(failure("ECONNREFUSED"), failure("ENOTFOUND")), true],
    [
      "all addresses refused, inside fetch's error",
      failure(undefined, several(failure("ECONNREFUSED"))),
      true,
    ],
    ["one address of unknown fate", several(failure("ECONNREFUSED"), failure("ECONNRESET")), false],
    ["one address of no code", several(failure("ECONNREFUSED"), new Error("?")), false],
    ["a reset", failure("ECONNRESET"), false],
    ["a reset inside fetch's error", failure(undefined, failure("ECONNRESET")), false],
    ["a closed socket of undici", failure("UND_ERR_SOCKET"), false],
    ["an unknown code over a refusal", failure("E_WHO_KNOWS", failure("ECONNREFUSED")), false],
    ["no code", new TypeError("fetch failed"), false],
    ["a cycle", cycle(), false],
    ["a cycle of aggregates", cycleOfAggregates(), false],
    ["an empty aggregate", new AggregateError([]), false],
    ["text", "ECONNREFUSED", false],
    ["nothing", undefined, false],
    ["null", null, false],
  ])("judges %s", (_, error, expected) => {
    expect(neverConnected(error)).toBe(expected);
  });
});

describe("failureReason", () => {
  it.each([
    ["the code's message", failure(undefined, failure("ECONNREFUSED")), "connect ECONNREFUSED"],
    ["a code its message lacks", Object.assign(new Error("oh"), { code: "EX" }), "EX oh"],
    ["the deepest message", failure(undefined, new Error("other side closed")), "other side closed"],
    ["the first of several", new AggregateError([failure("ENOTFOUND")]), "connect ENOTFOUND"],
    ["a cycle's message", cycle(), "fetch failed"],
    ["nothing to say", undefined, "no reason given"],
    ["text", "boom", "no reason given"],
  ])("gives %s", (_, error, expected) => {
    expect(failureReason(error)).toBe(expected);
  });
});
