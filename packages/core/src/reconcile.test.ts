import { describe, expect, it } from "vitest";
import type { CallLookup } from "./errors.js";
import { reconcile } from "./reconcile.js";
import type { Call } from "./types.js";

const since = 1_795_480_000_000;
const lookup: CallLookup = { agentId: "a", phone: "+14155550123", from: "+16286666348", since };

const record = (fields: Partial<Call> = {}): Call => ({
  call_id: "c",
  type_of_call: "outbound",
  phone_number_from: "+16286666348",
  phone_number_to: "+14155550123",
  start_time: `${since + 1000}`,
  ...fields,
});

describe("a call is found", () => {
  it.each([
    ["as the API writes it", record()],
    ["without the plus signs", record({ phone_number_from: "16286666348", phone_number_to: "14155550123" })],
    ["with spaces and brackets", record({ phone_number_to: "+1 (415) 555-0123" })],
    ["by the person's number", record({ phone_number_to: null, lead_phone_number: "+14155550123" })],
    [
      "by the list's name of the caller ID",
      record({ phone_number_from: null, agent_phone_number: "+16286666348" }),
    ],
    ["that has not begun", record({ start_time: null })],
    ["whose start is written as a date", record({ start_time: new Date(since + 1000).toISOString() })],
    [
      "whose start only the carrier told",
      record({ start_time: null, telephony_start: new Date(since).toISOString() }),
    ],
    ["whose direction is not told", record({ type_of_call: null })],
    [
      "whose start is written without its zone: it may be any instant of a day",
      record({ start_time: new Date(since - 3_600_000).toISOString().slice(0, -1) }),
    ],
    ["beginning at the first instant", record({ start_time: `${since}` })],
  ])("%s", (_, call) => {
    expect(reconcile([call], lookup)).toEqual({ outcome: "placed", call });
  });

  it("among others", () => {
    const others = [
      record({ call_id: "x", phone_number_to: "+14155550199" }),
      record({ call_id: "y", start_time: "1" }),
    ];
    expect(reconcile([...others, record()], lookup)).toEqual({ outcome: "placed", call: record() });
  });

  it("rather than one from another number", () => {
    const other = record({ call_id: "x", phone_number_from: "+12131231214" });
    expect(reconcile([other, record()], lookup)).toEqual({ outcome: "placed", call: record() });
  });

  it("from any number, where none was asked for", () => {
    const call = record({ phone_number_from: "+12131231214" });
    const { from: _, ...rest } = lookup;
    expect(reconcile([call], rest)).toEqual({ outcome: "placed", call });
  });
});

describe("a call is absent", () => {
  it.each([
    ["no record", []],
    ["a record of another callee", [record({ phone_number_to: "+14155550199" })]],
    ["an inbound call of that person", [record({ type_of_call: "inbound" })]],
    ["a call that began before", [record({ start_time: `${since - 1}` })]],
    ["a record that names nobody", [record({ phone_number_to: null })]],
  ])("with %s", (_, records) => {
    expect(reconcile(records, lookup)).toEqual({ outcome: "absent" });
  });

  it("where it began after the last instant", () => {
    expect(reconcile([record()], { ...lookup, until: since + 999 })).toEqual({ outcome: "absent" });
    expect(reconcile([record()], { ...lookup, until: since + 1000 })).toMatchObject({ outcome: "placed" });
  });
});

describe("it stays unclear", () => {
  const hidden = record({ call_id: "h", phone_number_from: null });
  const other = record({ call_id: "o", phone_number_from: "+12131231214" });
  const twin = record({ call_id: "t" });

  it.each([
    ["two that fit", [record(), twin], [record(), twin]],
    ["one that fits, and one that does not show its caller ID", [record(), hidden], [record(), hidden]],
    ["one that does not show its caller ID", [hidden], [hidden]],
    ["one from another number: the person was called", [other], [other]],
    ["one hidden and one from another number", [hidden, other], [hidden, other]],
  ])("with %s", (_, records, candidates) => {
    expect(reconcile(records, lookup)).toEqual({ outcome: "unclear", candidates });
  });
});

describe("an attempt id", () => {
  const mine = { ...lookup, attemptId: "run-1/line-7" };
  const shapes = (id: string): readonly (readonly [string, unknown])[] => [
    ["an object", { attempt_id: id, plan: "gold" }],
    ["a list of keys and values", [{ key: "attempt_id", value: id }]],
    ["JSON in a text", JSON.stringify([{ key: "attempt_id", value: id }])],
    ["an object within", { custom_variables: { attempt_id: id } }],
  ];

  it.each(shapes(mine.attemptId))("is found in %s, and decides alone", (_, prompt_variables) => {
    const call = record({ prompt_variables, phone_number_to: null, start_time: "1" });
    expect(reconcile([record({ call_id: "x" }), call], mine)).toEqual({ outcome: "placed", call });
  });

  it.each(shapes("run-1/line-8"))("of another attempt rules a record out: %s", (_, prompt_variables) => {
    expect(reconcile([record({ prompt_variables })], mine)).toEqual({ outcome: "absent" });
  });

  it.each([
    ["are not told", undefined],
    ["are null", null],
    ["are others", { plan: "gold" }],
    ["are empty", []],
  ])("is passed over where the variables %s", (_, prompt_variables) => {
    expect(reconcile([record({ prompt_variables })], mine)).toMatchObject({ outcome: "placed" });
  });

  it("that two records carry stays unclear", () => {
    const [one, two] = ["x", "y"].map((call_id) =>
      record({ call_id, prompt_variables: { attempt_id: mine.attemptId } }),
    );
    expect(reconcile([one as Call, two as Call], mine)).toEqual({
      outcome: "unclear",
      candidates: [one, two],
    });
  });

  it("is not found in a longer one", () => {
    const call = record({ prompt_variables: { attempt_id: `${mine.attemptId}1` } });
    expect(reconcile([call], mine)).toEqual({ outcome: "absent" });
  });
});
