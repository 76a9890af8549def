import type { CallOutcome } from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import { DialerConfigError } from "./errors.js";
import { nextAttemptAt, parseRetryRules } from "./retry-rules.js";

function issuesOf(input: unknown): readonly { path: string; message: string }[] {
  try {
    parseRetryRules(input);
  } catch (error) {
    if (error instanceof DialerConfigError) return error.issues;
    throw error;
  }
  return [];
}

describe("retry rules", () => {
  it("call again when nobody could be reached, and leave voicemail alone", () => {
    expect(parseRetryRules({})).toEqual({
      maxAttempts: 3,
      busy: { retries: 2, delayMinutes: [15, 60] },
      "no-answer": { retries: 2, delayMinutes: [240, 1440] },
      failed: { retries: 1, delayMinutes: 30 },
      voicemail: null,
      blocked: null,
      canceled: null,
    });
  });

  it("are the same when read again", () => {
    const rules = parseRetryRules({ voicemail: { retries: 1, delayMinutes: 1440 }, busy: null });
    expect(parseRetryRules(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
  });

  it("can be none", () => {
    expect(parseRetryRules("none").maxAttempts).toBe(1);
  });

  it.each([
    [{ bussy: null }, "bussy", /Did you mean "busy"/],
    [{ answered: { retries: 1, delayMinutes: 1 } }, "answered", /Unknown key/],
    [{ unknown: { retries: 1, delayMinutes: 1 } }, "unknown", /Unknown key/],
    [{ maxAttempts: 0 }, "maxAttempts", /whole number from 1 to 20/],
    [{ busy: { retries: 1 } }, "busy.delayMinutes", /missing/],
    [{ busy: { retries: 1, delayMinutes: 0 } }, "busy.delayMinutes", /above 0, up to 43200/],
    [{ busy: { retries: 1, delayMinutes: [] } }, "busy.delayMinutes", /empty/],
    [{ busy: { retries: 1, delayMinutes: [5, -1] } }, "busy.delayMinutes.1", /above 0/],
    [{ busy: 3 }, "busy", /an object, or null/],
    ["off", "", /an object/],
    [null, "", /an object/],
  ])("refuse %j and name where", (input, path, message) => {
    const issues = issuesOf(input);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(issues[0]?.message).toMatch(message);
  });
});

const NOW = 1_795_514_400_000;
const MINUTE = 60_000;
const standard = parseRetryRules({});

describe("the next attempt", () => {
  it.each<[readonly CallOutcome[], CallOutcome, number | undefined]>([
    [[], "busy", 15],
    [["busy"], "busy", 60],
    [["no-answer"], "busy", 15],
    [[], "no-answer", 240],
    [["failed"], "failed", undefined],
    [["busy", "busy"], "busy", undefined],
    [[], "voicemail", undefined],
    [[], "answered", undefined],
    [[], "unknown", undefined],
  ])("after %j and then %s comes %s minutes later", (history, outcome, minutes) => {
    const at = nextAttemptAt(standard, history, outcome, NOW);
    expect(at).toBe(minutes === undefined ? undefined : NOW + minutes * MINUTE);
  });

  it("uses the last delay of a list for all further retries", () => {
    const rules = parseRetryRules({ maxAttempts: 9, busy: { retries: 5, delayMinutes: [1, 2] } });
    expect(nextAttemptAt(rules, ["busy", "busy", "busy"], "busy", NOW)).toBe(NOW + 2 * MINUTE);
  });

  it("takes no retries at its word", () => {
    const rules = parseRetryRules({ busy: { retries: 0, delayMinutes: 1 } });
    expect(nextAttemptAt(rules, [], "busy", NOW)).toBeUndefined();
  });
});
