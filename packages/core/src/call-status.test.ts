import { describe, expect, it } from "vitest";
import { callStatus, isEnded } from "./call-status.js";
import type { Call } from "./types.js";

const callOf = (fields: object): Call => ({ call_id: "c", ...fields });

describe("callStatus", () => {
  it.each([
    ["status, as one record says it", { status: "ringing" }, "ringing"],
    ["call_status, as a list says it", { call_status: "busy" }, "busy"],
    ["status before call_status", { status: "completed", call_status: "ringing" }, "completed"],
    ["call_status when status is null", { status: null, call_status: "busy" }, "busy"],
    ["a value newer than this version", { status: "teleported" }, "teleported"],
    ["nothing when neither is there", {}, undefined],
    ["nothing when both are null", { status: null, call_status: null }, undefined],
  ])("reads %s", (_, fields, expected) => {
    expect(callStatus(callOf(fields))).toBe(expected);
  });
});

describe("isEnded", () => {
  it.each([
    "completed",
    "no-answer",
    "busy",
    "failed",
    "canceled",
    "user-canceled",
    "hangup_on_voicemail",
    "left_voicemail",
    "spam",
  ])("says that %s is an end, in either spelling of the field", (status) => {
    expect(isEnded(callOf({ status }))).toBe(true);
    expect(isEnded(callOf({ call_status: status }))).toBe(true);
  });

  it.each(["pending", "ringing", "in-progress", "paused", "registered", "teleported"])(
    "says that %s is no end",
    (status) => {
      expect(isEnded(callOf({ status }))).toBe(false);
    },
  );

  it("says that a record without a status has not ended", () => {
    expect(isEnded(callOf({}))).toBe(false);
  });
});
