import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePostCallEvent, WebhookEventError } from "./event.js";

const event = {
  status: "completed",
  lead: { name: "John Doe", phone_number: "+14155550123" },
  call: { call_id: "c", status: "teleported", newer_field: 1 },
};

describe("parsePostCallEvent", () => {
  it.each([
    ["text", JSON.stringify(event), event],
    ["JSON that was read already", event, event],
    ["no more than the id", { call: { call_id: "c" } }, { call: { call_id: "c" } }],
  ])("reads %s", (_, body, expected) => {
    expect(parsePostCallEvent(body)).toEqual(expected);
  });

  it.each([
    ["", "is not JSON"],
    ["{", "is not JSON"],
    ["null", "holds no call"],
    ["[]", "holds no call"],
    [{}, "holds no call"],
    [{ call: null }, "holds no call"],
    [{ call: [] }, "holds no call"],
    [{ call: {} }, "holds no call"],
    [{ call: { call_id: "" } }, "holds no call"],
    [{ call: { call_id: 7 } }, "holds no call"],
    [undefined, "holds no call"],
  ])("refuses %j", (body, why) => {
    expect(() => parsePostCallEvent(body)).toThrow(
      expect.objectContaining({ code: "webhook_event_invalid", message: expect.stringContaining(why) }),
    );
  });

  it("gives an event or a typed error for any body", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue(), fc.record({ call: fc.jsonValue() })), (body) => {
        try {
          expect(parsePostCallEvent(body).call.call_id).toBeTypeOf("string");
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookEventError);
        }
      }),
    );
  });
});
