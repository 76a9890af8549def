import { describe, expect, it } from "vitest";
import { untilFree } from "./until-free.js";

const busy = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });

/** Work that finds the file locked, each time after so many ms of the engine's own waiting; and how often it was done by when. */
function locked(waitMs: number, freeAfter = Number.POSITIVE_INFINITY) {
  const seen = { at: 0, tries: 0 };
  const clock = {
    now: () => seen.at,
    pause: (ms: number) => {
      seen.at += ms;
    },
  };
  const work = () => {
    if (++seen.tries > freeAfter) return;
    seen.at += waitMs;
    throw busy;
  };
  return { seen, clock, work };
}

describe("untilFree", () => {
  it("waits no longer than it was told where the engine waits as long itself", () => {
    const { seen, clock, work } = locked(5000);
    expect(() => untilFree(5000, work, clock)).toThrow(busy);
    expect(seen).toEqual({ at: 5000, tries: 1 });
  });

  it("tries again and again where the engine does not wait", () => {
    const { seen, clock, work } = locked(0);
    expect(() => untilFree(5000, work, clock)).toThrow(busy);
    expect(seen).toEqual({ at: 5000, tries: 251 });
  });

  it("is done once nobody stands in the way", () => {
    const { seen, clock, work } = locked(0, 3);
    untilFree(5000, work, clock);
    expect(seen).toEqual({ at: 60, tries: 4 });
  });

  it("does not try again after anything else", () => {
    const { seen, clock } = locked(0);
    const work = () => {
      seen.tries++;
      throw new TypeError("It is undefined.");
    };
    expect(() => untilFree(5000, work, clock)).toThrow(TypeError);
    expect(seen.tries).toBe(1);
  });
});
