import type { Call } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import type { Attempt } from "./fold-results.js";
import { verifyResults } from "./verify-results.js";

function attempt(line: number, fields: Partial<Attempt> = {}): Attempt {
  return {
    id: `r1-${line}-1`,
    run: "r1",
    list: "sha256:list",
    line,
    phone: `+1415555010${line}`,
    name: "Ann",
    callerId: "+14155550142",
    intendedAt: 0,
    state: "placed",
    callId: `c${line}`,
    ended: false,
    ...fields,
  };
}

function record(line: number, fields: Partial<Call> = {}): Call {
  return {
    call_id: `c${line}`,
    phone_number_to: `+1415555010${line}`,
    phone_number_from: "+14155550142",
    call_status: "completed",
    ...fields,
  };
}

const verdictOf = (one: Attempt, ...records: readonly Call[]) =>
  verifyResults([one], records).attempts[0]?.verdict;

describe("verifyResults", () => {
  it("finds the selected caller ID in the record", () => {
    expect(verifyResults([attempt(2)], [record(2)])).toEqual({
      attempts: [
        {
          line: 2,
          phone: "+14155550102",
          selected: "+14155550142",
          verdict: "match",
          used: "+14155550142",
          callId: "c2",
          status: "completed",
        },
      ],
      extra: [],
    });
  });

  it("does not mind how a record spells the number", () => {
    expect(verdictOf(attempt(2), record(2, { phone_number_from: "14155550142" }))).toBe("match");
  });

  it("reads the caller ID from agent_phone_number where the other field is missing", () => {
    expect(
      verdictOf(attempt(2), record(2, { phone_number_from: null, agent_phone_number: "+14155550142" })),
    ).toBe("match");
  });

  it.each([
    ["another number was used", record(2, { phone_number_from: "+12125550142" }), "different"],
    ["the record shows none", record(2, { phone_number_from: null }), "not_shown"],
    ["the record is of another call", record(3), "missing"],
  ] as const)("tells when %s", (_, shown, verdict) => {
    expect(verdictOf(attempt(2), shown)).toBe(verdict);
  });

  it("names the records that an attempt of unknown outcome may have become", () => {
    const { callId: _, ...unknown } = attempt(3, { state: "unknown", phone: "+14155550102" });
    const { attempts } = verifyResults(
      [attempt(2), unknown],
      [record(2), record(9, { phone_number_to: "+14155550102" })],
    );
    expect(attempts[1]).toMatchObject({ verdict: "unknown", candidates: ["c9"] });
  });

  it("finds contacts that were called more often than the file says", () => {
    const { extra } = verifyResults([attempt(2)], [record(2), record(8, { phone_number_to: "14155550102" })]);
    expect(extra).toEqual([{ phone: "+14155550102", attempts: 1, records: 2 }]);
  });
});
