import { describe, expect, it } from "vitest";
import { distanceKm } from "./distance.js";

describe("distanceKm", () => {
  it.each([
    ["London and Paris", [51.51, -0.13], [48.86, 2.35], 343, 345],
    ["New York and Los Angeles", [40.71, -74.01], [34.05, -118.24], 3930, 3945],
    ["Anchorage and Adak, either way round", [61.22, -149.9], [51.88, -176.66], 1900, 1950],
    ["Suva and Apia, across the date line", [-18.14, 178.44], [-13.83, -171.77], 1130, 1160],
  ])("of %s", (_, [a = 0, b = 0], [c = 0, d = 0], least, most) => {
    const from = { latitude: a, longitude: b };
    const to = { latitude: c, longitude: d };
    expect(distanceKm(from, to)).toBeGreaterThan(least);
    expect(distanceKm(from, to)).toBeLessThan(most);
    expect(distanceKm(to, from)).toBe(distanceKm(from, to));
  });

  it("is half the Earth's girth to the other side, and nothing to the same point", () => {
    const pole = { latitude: 90, longitude: 0 };
    expect(distanceKm(pole, { latitude: -90, longitude: 0 })).toBe(20015.1);
    expect(distanceKm(pole, pole)).toBe(0);
  });
});
