import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "./errors.js";
import * as OPERATIONS from "./operations.js";
import { isDoneAlready, mayHaveActed, mayTryAgain, retryDelayMs } from "./retry.js";

const all = Object.values(OPERATIONS);
const creations = ["create-assistant", "create-custom-number", "voice-call"];
const removals = ["delete-assistant", "delete-phone-number", "detach-phone-number-from-assistant"];

const operation = OPERATIONS.getCall;
const api = (Class: new (m: string, d: ApiErrorDetails) => ApiError, status: number) =>
  new Class("No.", { operation, status, issues: [], body: {} });
const unopened = new ConnectionError("Refused.", { operation, sent: "no" });
const broken = new ConnectionError("Reset.", { operation, sent: "maybe" });
const unmade = new ConnectionError("Could not be sent.", { operation, sent: "no" });
const late = new TimeoutError("Late.", { operation, sent: "maybe", timeoutMs: 1 });

describe("mayTryAgain", () => {
  it.each(all)("lets $id be tried again after a 429, and if no connection opened", (one) => {
    expect(mayTryAgain(one, api(RateLimitError, 429), false)).toBe(true);
    expect(mayTryAgain(one, unopened, true)).toBe(true);
  });

  it.each(all)("lets $id be tried again after what may have been done only if that harms nobody", (one) => {
    for (const error of [api(ServerError, 500), api(ServerError, 503), broken, late]) {
      expect(mayTryAgain(one, error, false)).toBe(!creations.includes(one.id));
    }
  });

  it.each(all)(
    "never lets $id be tried again after a refusal, a cancellation, or if it cannot be made",
    (one) => {
      const aborted = new AbortedError("Stopped.", { operation, sent: "maybe" });
      for (const error of [api(ApiError, 409), api(NotFoundError, 404), aborted, unmade, new Error("?")]) {
        expect(mayTryAgain(one, error, false)).toBe(false);
      }
    },
  );
});

describe("isDoneAlready", () => {
  it.each(all)("takes a 404 for done only where $id takes something away", (one) => {
    expect(isDoneAlready(one, api(NotFoundError, 404))).toBe(removals.includes(one.id));
    expect(isDoneAlready(one, api(ApiError, 410))).toBe(false);
  });
});

describe("mayHaveActed", () => {
  it.each([
    ["a 5xx", api(ServerError, 500), true],
    ["a broken connection", broken, true],
    ["a timeout", late, true],
    ["a connection that never opened", unopened, false],
    ["a 429", api(RateLimitError, 429), false],
    ["a 404", api(NotFoundError, 404), false],
  ])("judges %s", (_, error, expected) => {
    expect(mayHaveActed(error)).toBe(expected);
  });
});

describe("retryDelayMs", () => {
  const settings = { retries: 2, maxTotalMs: 60_000, retryBaseDelayMs: 500, retryMaxDelayMs: 10_000 };

  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [5, 8000],
    [6, 10_000],
    [10, 10_000],
  ])("waits at most twice as long each time: try %d, %d ms", (attempt, most) => {
    expect(retryDelayMs(attempt, undefined, settings, 1)).toBe(most);
  });

  it("waits what the API asked for, and the backoff besides: many clients were told the same", () => {
    expect(retryDelayMs(1, 3000, settings, 0)).toBe(3000);
    expect(retryDelayMs(1, 3000, settings, 0.5)).toBe(3250);
  });

  it("is between what was asked for and that plus the backoff, for any chance", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.nat(100_000), chance, (attempt, asked, random) => {
        const delay = retryDelayMs(attempt, asked, settings, random);
        expect(delay).toBeGreaterThanOrEqual(asked);
        expect(delay).toBeLessThanOrEqual(asked + 10_000);
      }),
    );
  });
});
