import { describe, expect, it } from "vitest";
import { randomFor } from "../random.js";
import { DEFAULT_OUTCOME_WEIGHTS, drawOutcome, ENDED_STATUSES, type OutcomeWeights } from "./outcomes.js";

function shares(weights: OutcomeWeights, draws: number): Readonly<Record<string, number>> {
  const random = randomFor("outcomes");
  const counts: Record<string, number> = {};
  for (let index = 0; index < draws; index += 1) {
    const { status } = drawOutcome(random, weights);
    counts[status] = (counts[status] ?? 0) + 1 / draws;
  }
  return counts;
}

describe("drawOutcome", () => {
  it("draws by weight, whatever the weights add up to", () => {
    const { completed = 0, busy = 0, ...others } = shares({ completed: 3, busy: 1, failed: 0 }, 20_000);
    expect(completed).toBeCloseTo(0.75, 1);
    expect(busy).toBeCloseTo(0.25, 1);
    expect(others).toEqual({});
  });

  it("draws a mix by default in which every kind of ending comes", () => {
    const kinds = Object.keys(shares(DEFAULT_OUTCOME_WEIGHTS, 20_000)).sort();
    expect(kinds).toEqual(Object.keys(DEFAULT_OUTCOME_WEIGHTS).sort());
  });

  it.each(ENDED_STATUSES)("draws %s every time if nothing else has weight", (status) => {
    expect(drawOutcome(randomFor(status), { [status]: 1 }).status).toBe(status);
  });

  it("gives failed calls an error and no other", () => {
    expect(drawOutcome(randomFor("a"), { failed: 1 }).error).toMatchObject({ code: expect.any(Number) });
    expect(drawOutcome(randomFor("a"), { busy: 1 })).not.toHaveProperty("error");
  });
});
