import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import type { Attempt } from "./journal.js";
import { RecordMatcher } from "./match-records.js";

const NOW = Date.UTC(2026, 10, 24, 17);
const GRACE = 600_000;

function attemptOf(id: string, rest: Partial<Attempt> = {}): Attempt {
  return {
    id,
    agentId: "agent",
    callee: "+14155550123",
    callerId: "+16285550100",
    slug: "16285550100",
    leaseId: `lease-${id}`,
    state: "unknown",
    intendedAt: NOW,
    deadline: NOW + 60_000,
    missedReads: 0,
    corrections: [],
    ...rest,
  };
}

function recordOf(call_id: string, rest: Partial<Call> = {}): Call {
  return {
    call_id,
    model_id: "agent",
    phone_number_to: "+14155550123",
    phone_number_from: "+16285550100",
    start_time: String(NOW + 2000),
    ...rest,
  } as Call;
}

function match(attempts: readonly Attempt[], records: readonly Call[], taken: readonly string[] = []) {
  const matcher = new RecordMatcher(attempts, GRACE);
  const known = records.flatMap((record) => {
    const attempt = matcher.see(record);
    return attempt === undefined ? [] : [{ attempt, record }];
  });
  const matches = matcher.matches((id) => taken.includes(id));
  return [...known, ...matches]
    .map((each) =>
      "record" in each
        ? `${each.attempt.id}=${each.record.call_id}`
        : `${each.attempt.id}?${each.candidates.map(({ call_id }) => call_id)}`,
    )
    .sort()
    .join(" ");
}

describe("RecordMatcher", () => {
  it("goes by the call's id where it is known, whatever else differs", () => {
    const placed = attemptOf("a", { state: "placed", callId: "c1" });
    expect(match([placed], [recordOf("c1", { phone_number_to: "", start_time: "1" })])).toBe("a=c1");
  });

  it("finds the only record that fits in agent, callee, caller ID and time", () => {
    expect(
      match([attemptOf("a")], [recordOf("c1"), recordOf("c2", { phone_number_to: "+14155550199" })]),
    ).toBe("a=c1");
  });

  it.each<[what: string, rest: Partial<Call>]>([
    ["of another agent", { model_id: "other" }],
    ["that came in", { type_of_call: "inbound" }],
    ["of another callee", { phone_number_to: "+14155550199" }],
    ["from more than 5 minutes before", { start_time: String(NOW - 300_001) }],
    ["from after the time of grace", { start_time: String(NOW + 60_000 + GRACE + 1) }],
    ["with another attempt's id", { prompt_variables: [{ key: "attempt_id", value: "z" }] as never }],
  ])("passes over a record %s", (_, rest) => {
    expect(match([attemptOf("a")], [recordOf("c1", rest)])).toBe("");
  });

  it("passes over a record that belongs to another attempt", () => {
    expect(match([attemptOf("a")], [recordOf("c1")], ["c1"])).toBe("");
  });

  it.each([
    ["a list", [{ key: "attempt_id", value: "a" }]],
    ["an object", { attempt_id: "a" }],
    ["JSON in a text", '{"attempt_id":"a"}'],
  ])("knows an attempt's own id in %s, whatever else differs", (_, prompt_variables) => {
    const record = recordOf("c1", { prompt_variables: prompt_variables as never, start_time: "1" });
    expect(match([attemptOf("a")], [recordOf("c2"), record])).toBe("a=c1");
  });

  it("does not decide between two records that fit", () => {
    expect(match([attemptOf("a")], [recordOf("c1"), recordOf("c2")])).toBe("a?c1,c2");
  });

  it("does not give one record to two attempts", () => {
    expect(match([attemptOf("a"), attemptOf("b")], [recordOf("c1")])).toBe("a?c1 b?c1");
  });

  it.each([
    ["shows no caller ID", { phone_number_from: null as never }],
    ["shows another caller ID", { phone_number_from: "+16285550199" }],
  ])("does not take a record for the call that %s", (_, rest) => {
    expect(match([attemptOf("a")], [recordOf("c1", rest)])).toBe("a?c1");
  });

  it("takes a record without a time for one that fits", () => {
    expect(match([attemptOf("a")], [recordOf("c1", { start_time: "" })])).toBe("a=c1");
  });

  describe("of an attempt that was given up, and of the one that took its place", () => {
    const GIVEN_UP_AT = NOW + 60_000 + GRACE;
    const first = attemptOf("a", { state: "absent" });
    const second = attemptOf("b", { intendedAt: GIVEN_UP_AT + 1000, deadline: GIVEN_UP_AT + 61_000 });
    const late = recordOf("c1");
    const own = (behindMs: number) => recordOf("c2", { start_time: String(second.intendedAt - behindMs) });

    it.each([0, 2000, 10_000, 300_000])(
      "gives the second its record, with the vendor's clock %d ms behind",
      (behindMs) => {
        expect(match([first, second], [own(behindMs)])).toBe("b=c2");
      },
    );

    it("gives each its own, if the first one's shows up after all", () => {
      expect(match([first, second], [late, own(10_000)])).toBe("a=c1 b=c2");
    });

    it("gives the second nothing where it alone would be given nothing", () => {
      const other = recordOf("c3", { start_time: String(second.intendedAt) });
      expect(match([first, second], [own(2000), other])).toBe("a?c2 b?c2,c3");
    });
  });
});
