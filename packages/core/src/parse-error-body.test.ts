import { describe, expect, it } from "vitest";
import { parseErrorBody } from "./parse-error-body.js";

describe("parseErrorBody", () => {
  it.each([
    [
      "a detail object",
      { detail: { status: "error", description: "Not attached", request_id: "r1", category: "validation" } },
      { message: "Not attached", requestId: "r1", category: "validation", issues: [] },
    ],
    [
      "a detail object with a status alone",
      { detail: { status: "error" } },
      { message: "error", issues: [] },
    ],
    ["an empty detail object", { detail: {} }, { issues: [] }],
    ["a detail object of wrong types", { detail: { description: 7, request_id: [] } }, { issues: [] }],
    ["a detail text", { detail: "Not Found" }, { message: "Not Found", issues: [] }],
    ["a blank detail text", { detail: "  " }, { issues: [] }],
    [
      "a detail list",
      {
        detail: [
          { loc: ["body", "phone"], msg: "field required", type: "value_error.missing" },
          { loc: ["body", "tasks", 0], msg: "too short", type: "value_error" },
        ],
      },
      {
        message: "body.phone: field required; body.tasks.0: too short",
        issues: [
          { path: ["body", "phone"], message: "field required", type: "value_error.missing" },
          { path: ["body", "tasks", 0], message: "too short", type: "value_error" },
        ],
      },
    ],
    ["an empty detail list", { detail: [] }, { issues: [] }],
    [
      "a detail list with garbage in it",
      { detail: [null, "x", 3, { loc: "body", msg: 7 }, { loc: [null, "phone"] }] },
      {
        message: "request: is not accepted; phone: is not accepted",
        issues: [
          { path: [], message: "is not accepted" },
          { path: ["phone"], message: "is not accepted" },
        ],
      },
    ],
    [
      "the gateway's pair",
      { error: "not_found", message: "No route matched" },
      { message: "No route matched", issues: [] },
    ],
    ["the gateway's error alone", { error: "not_found" }, { message: "not_found", issues: [] }],
    ["an empty object", {}, { issues: [] }],
    ["plain text", " upstream timed out\n", { message: "upstream timed out", issues: [] }],
    ["an HTML page", "<!doctype html><h1>502 Bad Gateway</h1>", { issues: [] }],
    ["empty text", "", { issues: [] }],
    ["nothing", undefined, { issues: [] }],
    ["null", null, { issues: [] }],
    ["a number", 42, { issues: [] }],
    ["an object that cannot be made text", { toString: 1, message: "No." }, { message: "No.", issues: [] }],
    ["a list", [{ detail: "x" }], { issues: [] }],
  ])("reads %s", (_, body, expected) => {
    expect(parseErrorBody(body)).toEqual(expected);
  });

  it("cuts long plain text", () => {
    const { message } = parseErrorBody("x".repeat(10_000));
    expect(message).toHaveLength(301);
    expect(message?.endsWith("…")).toBe(true);
  });

  it("cuts a long detail text", () => {
    expect(parseErrorBody({ detail: "x".repeat(10_000) }).message).toHaveLength(301);
  });
});
