import { describe, expect, it, vi } from "vitest";
import * as errors from "./errors.js";
import {
  ApiError,
  CallOutcomeUnknownError,
  ConnectionError,
  isApiError,
  isCallOutcomeUnknownError,
  isSynthflowError,
  maskPhone,
  SynthflowError,
  TimeoutError,
} from "./errors.js";
import { OPERATIONS } from "./operations.js";

const operation = OPERATIONS.createCall;
const request = { model_id: "a", phone: "+14155550123", from_phone_number: "+16286666348" };

type Errors = typeof errors;

/** One error of each kind, made by one copy of the package. */
function oneOfEach(copy: Errors) {
  return {
    config: new copy.ConfigError("apiKey", "apiKey is missing."),
    connection: new copy.ConnectionError(operation, "It broke.", "maybe", {}),
    timeout: new copy.TimeoutError(operation, 5),
    api: new copy.RateLimitError("Refused.", { operation, status: 429, issues: [], body: {} }),
    unexpected: new copy.UnexpectedResponseError(operation, 200, "Odd.", ""),
    unknown: new copy.CallOutcomeUnknownError(request, 0, { cause: undefined }),
  };
}

describe("the error family", () => {
  const own = oneOfEach(errors);

  it.each([
    ["config", "ConfigError", "config_invalid"],
    ["connection", "ConnectionError", "connection_failed"],
    ["timeout", "TimeoutError", "timed_out"],
    ["api", "RateLimitError", "api_429"],
    ["unexpected", "UnexpectedResponseError", "unexpected_response"],
    ["unknown", "CallOutcomeUnknownError", "call_outcome_unknown"],
  ] as const)("has a stable code and name: %s", (kind, name, code) => {
    const error = own[kind];
    expect(error).toBeInstanceOf(SynthflowError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code });
  });

  it("leaves out what an answer did not tell", () => {
    expect(own.api).toBeInstanceOf(ApiError);
    expect(own.api.requestId).toBeUndefined();
    expect(own.api.retryAfterMs).toBeUndefined();
  });

  it("keeps the cause", () => {
    const cause = new Error("socket");
    expect(new ConnectionError(operation, "It broke.", "no", { cause }).cause).toBe(cause);
    expect(new CallOutcomeUnknownError(request, 0, { cause }).cause).toBe(cause);
  });
});

describe("the guards", () => {
  it("know the errors of another copy of the package", async () => {
    vi.resetModules();
    const copy = await import("./errors.js");
    const foreign = oneOfEach(copy);
    expect(foreign.api).not.toBeInstanceOf(SynthflowError);
    for (const error of Object.values(foreign)) expect(isSynthflowError(error)).toBe(true);
    expect(isApiError(foreign.api)).toBe(true);
    expect(isApiError(foreign.timeout)).toBe(false);
    expect(isCallOutcomeUnknownError(foreign.unknown)).toBe(true);
    expect(isCallOutcomeUnknownError(foreign.api)).toBe(false);
  });

  it.each([
    undefined,
    null,
    "call_outcome_unknown",
    new Error("x"),
    { code: "call_outcome_unknown" },
    { code: "api_400" },
  ])("take %o for none of ours", (value) => {
    expect(isSynthflowError(value)).toBe(false);
    expect(isApiError(value)).toBe(false);
    expect(isCallOutcomeUnknownError(value)).toBe(false);
  });
});

describe("maskPhone", () => {
  it.each([
    ["+14155550123", "**********23"],
    ["123", "*23"],
    ["12", "12"],
    ["", ""],
  ])("leaves the last two digits of %s", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});

describe("CallOutcomeUnknownError", () => {
  it.each([
    ["our own error", new TimeoutError(operation, 30), "got no answer within 30 ms."],
    ["an abort", new DOMException("x", "AbortError"), "was cancelled after it had left."],
    ["any other error", new Error("x"), "was cut off after it had left."],
    ["nothing", undefined, "was cut off after it had left."],
  ])("says why, from %s, and what to do, and masks the callee", (_, cause, why) => {
    const { message } = new CallOutcomeUnknownError(request, 0, { cause });
    expect(message).toContain(why);
    expect(message).toContain("Look it up");
    expect(message).not.toContain(request.phone);
  });
});
