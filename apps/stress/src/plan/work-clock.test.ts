import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STARTS_AT, timeOfWork } from "./time-of-work.js";
import { WorkClock } from "./work-clock.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dialpool-stress-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("WorkClock", () => {
  it("adds up what all processes did, and keeps it for whoever follows one of them", () => {
    const clock = WorkClock.create(folder, 3);
    expect(clock.now()).toBe(STARTS_AT);
    clock.tell(0, 5);
    new WorkClock(folder, 3).tell(2, 70_000);
    expect(clock.done()).toBe(70_005);
    expect(new WorkClock(folder, 3).doneBy(2)).toBe(70_000);
    expect(clock.now()).toBe(timeOfWork(70_005));
  });
});

describe("timeOfWork", () => {
  it("rises with every acquire, and takes weeks for 200,000", () => {
    for (let done = 0; done < 5_000; done++) expect(timeOfWork(done + 1)).toBeGreaterThan(timeOfWork(done));
    const days = (timeOfWork(200_000) - STARTS_AT) / 86_400_000;
    expect(days).toBeGreaterThan(30);
    expect(days).toBeLessThan(40);
  });
});
