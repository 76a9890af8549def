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
} from "./errors.js";
import { createCall as operation } from "./operations.js";

const request = { model_id: "a", phone: "+14155550123", from_phone_number: "+16286666348" };
const sentAt = 1_795_480_000_000;

type Errors = typeof errors;

/** One error of each kind, made by one copy of the package. */
function oneOfEach(copy: Errors) {
  return {
    config: new copy.ConfigError("apiKey is missing.", { option: "apiKey" }),
    connection: new copy.ConnectionError("It broke.", { operation, sent: "maybe" }),
    timeout: new copy.TimeoutError("Too late.", { operation, sent: "maybe", timeoutMs: 5 }),
    aborted: new copy.AbortedError("Stopped.", { operation, sent: "no" }),
    api: new copy.RateLimitError("Refused.", { operation, status: 429, issues: [], body: {} }),
    unexpected: new copy.UnexpectedResponseError("Odd.", { operation, status: 200, body: "" }),
    unknown: new copy.CallOutcomeUnknownError("Who knows.", { operation, request, sentAt }),
  };
}

describe("the error family", () => {
  const own = oneOfEach(errors);

  it.each([
    ["config", "ConfigError", "config_invalid"],
    ["connection", "ConnectionError", "connection_failed"],
    ["timeout", "TimeoutError", "timed_out"],
    ["aborted", "AbortError", "aborted"],
    ["api", "RateLimitError", "api_429"],
    ["unexpected", "UnexpectedResponseError", "unexpected_response"],
    ["unknown", "CallOutcomeUnknownError", "call_outcome_unknown"],
  ] as const)("has a stable code and name: %s", (kind, name, code) => {
    const error = own[kind];
    expect(error).toBeInstanceOf(SynthflowError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code });
    expect(String(error)).toBe(`${name}: ${error.message}`);
  });

  it.each(Object.entries(own).filter(([kind]) => kind !== "config"))(
    "tells its operation: %s",
    (_, error) => {
      expect(error).toMatchObject({ operation: { id: "voice-call", method: "POST", path: "/calls" } });
    },
  );

  it("leaves out what an answer did not tell", () => {
    expect(own.api).toBeInstanceOf(ApiError);
    expect(own.api.requestId).toBeUndefined();
    expect(own.api.retryAfterMs).toBeUndefined();
  });

  it("keeps the cause, and hides it from loops over fields as every error does", () => {
    const cause = new Error("socket");
    const error = new ConnectionError("It broke.", { operation, sent: "no", cause });
    expect(error.cause).toBe(cause);
    expect(Object.keys(error)).not.toContain("cause");
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
  it("gives what to look the call up by, from five minutes before it was sent", () => {
    const error = new CallOutcomeUnknownError("Who knows.", { operation, request, sentAt });
    expect(error.lookup).toEqual({
      agentId: "a",
      phone: "+14155550123",
      from: "+16286666348",
      since: sentAt - 300_000,
    });
  });
});
