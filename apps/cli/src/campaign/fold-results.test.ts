import { describe, expect, it } from "vitest";
import { foldResults, isSurelyNotCalled } from "./fold-results.js";
import type { ResultEvent } from "./result-event.js";

const LIST = "sha256:list";
const at = "2026-11-24T10:00:00.000Z";

function event(fields: Partial<ResultEvent> & Pick<ResultEvent, "event">): ResultEvent {
  return { at, run: "r1", list: LIST, ...fields };
}

function attempt(line: number, ...outcomes: readonly Partial<ResultEvent>[]): readonly ResultEvent[] {
  const keys = { line, attempt: `r1-${line}-1` };
  return [
    event({ event: "intended", ...keys, phone: "+14155550123", name: "Ann", callerId: "+14155550142" }),
    ...outcomes.map((outcome) => event({ event: "placed", ...keys, ...outcome })),
  ];
}

const historyOf = (...events: readonly ResultEvent[]) => {
  const list = foldResults(events).lists.get(LIST);
  if (list === undefined) throw new Error("expected a history");
  return list;
};

describe("foldResults", () => {
  it("puts an attempt together from its lines", () => {
    const { attempts } = foldResults([
      event({ event: "started" }),
      ...attempt(2, { callId: "c1" }, { event: "ended", status: "completed", duration: 42 }),
    ]);
    expect(attempts).toEqual([
      {
        id: "r1-2-1",
        run: "r1",
        list: LIST,
        line: 2,
        phone: "+14155550123",
        name: "Ann",
        callerId: "+14155550142",
        intendedAt: Date.parse(at),
        state: "placed",
        callId: "c1",
        status: "completed",
        duration: 42,
        ended: true,
      },
    ]);
  });

  it("takes an intent without an answer for a call that may have been placed", () => {
    const history = historyOf(event({ event: "started" }), ...attempt(2));
    expect(history.latestByLine.get(2)?.state).toBe("unknown");
    expect(isSurelyNotCalled(history, 2)).toBe(false);
  });

  it.each([
    ["placed", { callId: "c1" }, false],
    ["unknown", { event: "unknown" }, false],
    ["rejected", { event: "rejected", status: "400" }, true],
  ] as const)("%s: whether the contact may be dialled again", (_, outcome, isFree) => {
    expect(isSurelyNotCalled(historyOf(event({ event: "started" }), ...attempt(2, outcome)), 2)).toBe(isFree);
  });

  it("lets a refused contact and one that was never reached be dialled", () => {
    const history = historyOf(event({ event: "started" }), event({ event: "refused", line: 3 }));
    expect(isSurelyNotCalled(history, 3)).toBe(true);
    expect(isSurelyNotCalled(history, 4)).toBe(true);
  });

  it("keeps what was reached through a resume, and starts afresh with a restart", () => {
    const first = [event({ event: "started" }), ...attempt(2, { callId: "c1" })];
    expect(isSurelyNotCalled(historyOf(...first, event({ event: "resumed", run: "r2" })), 2)).toBe(false);
    const restarted = historyOf(...first, event({ event: "restarted", run: "r2" }));
    expect(isSurelyNotCalled(restarted, 2)).toBe(true);
    expect(restarted.runs).toEqual(["r1", "r2"]);
  });

  it("keeps every attempt ever, restarts included", () => {
    const { attempts } = foldResults([
      event({ event: "started" }),
      ...attempt(2, { callId: "c1" }),
      event({ event: "restarted", run: "r2" }),
      event({ event: "intended", run: "r2", line: 2, attempt: "r2-2-1", phone: "+14155550123" }),
    ]);
    expect(attempts.map(({ id, state }) => [id, state])).toEqual([
      ["r1-2-1", "placed"],
      ["r2-2-1", "unknown"],
    ]);
  });

  it("knows whether the latest run got to the end", () => {
    const finished = [event({ event: "started" }), event({ event: "finished" })];
    expect(historyOf(...finished).finished).toBe(true);
    expect(historyOf(...finished, event({ event: "resumed", run: "r2" })).finished).toBe(false);
  });
});
