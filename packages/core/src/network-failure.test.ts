import { describe, expect, it } from "vitest";
import { failureReason, neverConnected } from "./network-failure.js";

/** An error as the platforms make them: a message, a code, a cause. */
function failure(code: string | undefined, cause?: unknown, syscall?: string): Error {
  const error = new Error(code === undefined ? "fetch failed" : `connect ${code}`, { cause });
  return Object.assign(error, code !== undefined && { code }, syscall !== undefined && { syscall });
}

/** A failure of one of the system calls that open a connection. */
const connect = (code: string): Error => failure(code, undefined, "connect");

const deno = (how: string): Error =>
  failure(undefined, new Error(`error sending request for url (http://127.0.0.1:1/v2/calls): ${how}`));

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
    ["an unreachable host", connect("EHOSTUNREACH"), true],
    ["no answer to the opening handshake", connect("ETIMEDOUT"), true],
    ["an odd failure of the name look-up", failure("EAI_FAIL", undefined, "getaddrinfo"), true],
    ["a reset while connecting", connect("ECONNRESET"), false],
    ["a timeout of a connection that stood", failure("ETIMEDOUT", undefined, "read"), false],
    [
      "all addresses failed, some refused and some unreachable",
      several(connect("ECONNREFUSED"), connect("ENETUNREACH")),
      true,
    ],
    ["Deno's refusal", deno("client error (Connect): tcp connect error: Connection refused"), true],
    ["Deno's unknown name", deno("client error (Connect): dns error: failed to lookup"), true],
    ["Deno's broken connection", deno("client error (SendRequest): connection closed"), false],
    ["a message that only looks like Deno's", new Error("x: client error (Connect): y"), false],
    ["a platform's error with a number for a code", new DOMException("no", "NetworkError"), false],
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
    ["nothing to say", undefined, ""],
    ["Deno's words without the URL, which may hold a callee", deno("gone"), "error sending request: gone"],
    [
      "the same of a connection that stood",
      new Error(
        "error sending request from ::1:5 for http://[::1]:8/v2/calls?lead_phone_number=%2B14155550123 (::1): gone",
      ),
      "error sending request from ::1:5 (::1): gone",
    ],
  ])("gives %s", (_, error, expected) => {
    expect(failureReason(error)).toBe(expected);
  });
});
