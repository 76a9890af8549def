import { describe, expect, it } from "vitest";
import { rows, single, unwrap } from "./envelope.js";
import { UnexpectedResponseError } from "./errors.js";
import { OPERATIONS } from "./operations.js";

const operation = OPERATIONS.getAgent;

describe("unwrap", () => {
  it.each(["ok", "success"])("gives the payload of a %s envelope", (status) => {
    expect(unwrap(operation, { status, response: { a: 1 } })).toEqual({ a: 1 });
  });

  it("takes a flat answer as its own payload", () => {
    expect(unwrap(operation, { slug: "1" })).toEqual({ slug: "1" });
  });

  it.each([null, "text", 7, [1]])("refuses the response %j and keeps the body", (response) => {
    const body = { status: "ok", response };
    expect(() => unwrap(operation, body)).toThrow(
      expect.objectContaining({ code: "unexpected_response", body, operation }),
    );
  });
});

describe("single", () => {
  const agent = { model_id: "a" };

  it.each([
    ["a list of one", [agent]],
    ["the bare object", agent],
  ])("reads %s", (_, value) => {
    expect(single(operation, value, "agent", "model_id", {})).toEqual(agent);
  });

  it.each([[[]], [undefined], [null], ["text"], [[null]], [{}], [[{ model_id: 7 }]], [{ model_id: "" }]])(
    "refuses %j",
    (value) => {
      expect(() => single(operation, value, "agent", "model_id", {})).toThrow(UnexpectedResponseError);
    },
  );
});

describe("rows", () => {
  it("gives the list", () => {
    expect(rows(operation, [{ a: 1 }, {}], "agents", {})).toEqual([{ a: 1 }, {}]);
  });

  it.each([[undefined], [null], [{}], ["text"], [[1]], [[{}, null]]])("refuses %j", (value) => {
    expect(() => rows(operation, value, "agents", {})).toThrow(/list of agents/);
  });
});
