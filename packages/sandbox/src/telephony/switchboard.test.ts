import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../options.js";
import type { SimulatedCall } from "./call.js";
import { Switchboard, type SwitchboardOptions } from "./switchboard.js";

const AGENT = "agent";
const ALWAYS = { placedFrom: Number.NEGATIVE_INFINITY, placedUntil: Number.POSITIVE_INFINITY };

function switchboardWith(options: Partial<SwitchboardOptions> = {}): Switchboard {
  const defaults = { seed: 1, speed: 1, outcomes: { completed: 1 }, limits: DEFAULT_LIMITS };
  return new Switchboard({ ...defaults, outcomeOf: () => undefined, ...options });
}

function place(board: Switchboard, to: string, now = 0): SimulatedCall {
  const call = board.place({ model_id: AGENT, phone: to, name: "Ann" }, "+14155550100", now);
  if ("overLimit" in call) throw new Error(call.overLimit);
  return call;
}

describe("Switchboard", () => {
  it("gives every call its own id and fate, also to one callee", () => {
    const board = switchboardWith();
    const calls = Array.from({ length: 200 }, () => place(board, "+14155550123"));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(200);
    expect(new Set(calls.map(({ plan }) => plan.talkMs)).size).toBeGreaterThan(150);
  });

  it("tells whoever decides outcomes how often the callee was called", () => {
    const board = switchboardWith({
      outcomeOf: ({ previousCalls }) => (previousCalls === 0 ? { status: "busy" } : undefined),
    });
    const calls = [place(board, "+14155550123"), place(board, "+14155550123"), place(board, "+14155550124")];
    expect(calls.map(({ plan }) => plan.status)).toEqual(["busy", "completed", "busy"]);
  });

  it("gives a chosen failure without an error one of the usual ones", () => {
    const board = switchboardWith({ outcomeOf: () => ({ status: "failed" }) });
    expect(place(board, "+14155550123").plan.error).toMatchObject({ code: expect.any(Number) });
  });

  it("finds calls by callee among those of the agent only", () => {
    const board = switchboardWith();
    const call = place(board, "+14155550123");
    const filter = { ...ALWAYS, to: "+14155550123" };
    expect(board.find({ ...filter, agentId: AGENT }, 0)).toEqual([call]);
    expect(board.find({ ...filter, agentId: "other" }, 0)).toEqual([]);
  });

  it("finds the calls of a range of time, both ends included", () => {
    const board = switchboardWith();
    const calls = [0, 10, 10, 20, 30].map((now) => place(board, "+14155550123", now));
    expect(board.find({ agentId: AGENT, placedFrom: 10, placedUntil: 20 }, 30)).toEqual(calls.slice(1, 4));
    expect(board.find({ agentId: AGENT, placedFrom: 31, placedUntil: 40 }, 30)).toEqual([]);
    expect(board.find({ agentId: AGENT, placedFrom: 20, placedUntil: 10 }, 30)).toEqual([]);
  });
});
