import { describe, expect, it } from "vitest";
import { callOutcome, type EndedCallRecord } from "./call-outcome.js";

const failedWith = (error_message: string): EndedCallRecord => ({ status: "failed", error_message });

describe("callOutcome", () => {
  it.each<[EndedCallRecord, string]>([
    [{ status: "completed" }, "answered"],
    [{ call_status: "completed", end_call_reason: "human_pick_up_cut_off" }, "answered"],
    [{ status: "completed", end_call_reason: "agent_ended_call" }, "answered"],
    [{ status: "completed", end_call_reason: "voicemail" }, "voicemail"],
    [{ status: "completed", end_call_reason: "voicemail_message_left" }, "voicemail"],
    [{ status: "completed", end_call_reason: "user_canceled" }, "canceled"],
    [{ status: "left_voicemail" }, "voicemail"],
    [{ status: "hangup_on_voicemail" }, "voicemail"],
    [{ status: "no-answer" }, "no-answer"],
    [{ status: "busy" }, "busy"],
    [{ status: "canceled" }, "canceled"],
    [{ status: "user-canceled" }, "canceled"],
    [{ status: "spam" }, "blocked"],
    [{ status: "no-answer", telephony_disconnect_reason: "forbidden" }, "blocked"],
    [{ status: "failed", telephony_disconnect_reason: "error" }, "failed"],
    [failedWith("Telephony - 403 - Caller ID unauthorized"), "blocked"],
    [failedWith("Telephony - 403 - No international permission"), "failed"],
    [failedWith("Telephony - 603 - Decline"), "blocked"],
    [failedWith("Telephony - 607 - Unwanted"), "blocked"],
    [failedWith("Telephony - 608 - Rejected"), "blocked"],
    [failedWith("Telephony - 486 - Busy here"), "busy"],
    [failedWith("Telephony - 600 - Busy everywhere"), "busy"],
    [failedWith("Telephony - 480 - Temporarily unavailable"), "no-answer"],
    [failedWith("Telephony - 408 - Timeout"), "no-answer"],
    [failedWith("Telephony - 487 - Request terminated"), "canceled"],
    [failedWith("Telephony - 404 - Not found"), "unknown"],
    [failedWith("Telephony - 400 - Invalid phone number"), "unknown"],
    [failedWith("Telephony - 503 - Service unavailable"), "failed"],
    [failedWith("something else 603"), "failed"],
    [{ status: "in-progress" }, "unknown"],
    [{ status: "a status to come" }, "unknown"],
    [{ status: "constructor" }, "unknown"],
    [{}, "unknown"],
  ])("reads %j as %s", (record, expected) => {
    expect(callOutcome(record)).toBe(expected);
  });
});
