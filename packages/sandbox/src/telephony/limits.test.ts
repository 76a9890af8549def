import { describe, expect, it } from "vitest";
import { CallCapacity, type CallLimits } from "./limits.js";

function capacityWith(limits: Partial<CallLimits>): CallCapacity {
  return new CallCapacity({
    callStartsPerSecond: Number.POSITIVE_INFINITY,
    maxConcurrentCalls: Number.POSITIVE_INFINITY,
    overLimit: "reject",
    callStartsToleranceMs: 0,
    ...limits,
  });
}

/** Places a call of `lengthMs` if it may be; answers when it starts, or the limit that refuses it. */
function place(capacity: CallCapacity, now: number, lengthMs = 10_000): number | string {
  const slot = capacity.slotAt(now);
  if ("overLimit" in slot) return slot.overLimit;
  capacity.occupy(slot.dialedAt, slot.dialedAt + lengthMs);
  return slot.dialedAt;
}

describe("call starts", () => {
  it("are counted over any second, not over the clock's", () => {
    const capacity = capacityWith({ callStartsPerSecond: 2 });
    expect([900, 950, 1_100, 1_899, 1_900].map((now) => place(capacity, now))).toEqual([
      900,
      950,
      "call-starts",
      "call-starts",
      1_900,
    ]);
  });

  it("that were refused do not count", () => {
    const capacity = capacityWith({ callStartsPerSecond: 1 });
    expect([0, 500, 1_000].map((now) => place(capacity, now))).toEqual([0, "call-starts", 1_000]);
  });

  it("paced evenly at the limit pass in spite of late packets", () => {
    const capacity = capacityWith({ callStartsPerSecond: 10, callStartsToleranceMs: 100 });
    const arrivals = Array.from({ length: 100 }, (_, index) => index * 100 + (index % 3) * 30);
    expect(arrivals.map((now) => place(capacity, now))).toEqual(arrivals);
  });

  it("queue at the limit's rate, in order", () => {
    const capacity = capacityWith({ callStartsPerSecond: 2, overLimit: "queue", callStartsToleranceMs: 100 });
    expect([0, 0, 0, 0, 0, 100].map((now) => place(capacity, now))).toEqual([
      0, 0, 1_000, 1_000, 2_000, 2_000,
    ]);
  });
});

describe("concurrent calls", () => {
  it("are those placed and not ended", () => {
    const capacity = capacityWith({ maxConcurrentCalls: 2 });
    const answers = [
      place(capacity, 0, 500),
      place(capacity, 0, 900),
      place(capacity, 499),
      place(capacity, 500),
    ];
    expect(answers).toEqual([0, 0, "concurrency", 500]);
  });

  it("queue until a call before them ends", () => {
    const capacity = capacityWith({ maxConcurrentCalls: 2, overLimit: "queue" });
    const lengths = [300, 900, 100, 100, 700];
    expect(lengths.map((length) => place(capacity, 0, length))).toEqual([0, 0, 300, 400, 500]);
  });
});

it("limits changed on the way count the calls that were placed before", () => {
  const capacity = capacityWith({});
  place(capacity, 0);
  place(capacity, 0);
  capacity.change({ ...capacity.current, maxConcurrentCalls: 2 });
  expect(place(capacity, 10)).toBe("concurrency");
  expect(place(capacity, 10_000)).toBe(10_000);
});
