import { describe, expect, it } from "vitest";
import { isPoolStrategiesError, PolicyError } from "./errors.js";
import { parsePolicy } from "./policy.js";
import { presets } from "./presets.js";

function issuesOf(input: unknown): readonly string[] {
  try {
    parsePolicy(input);
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe("parsePolicy", () => {
  it("fills in the defaults", () => {
    expect(parsePolicy({})).toEqual({
      affinity: "sticky",
      route: { tags: [], localPresence: ["any"] },
      order: "round-robin",
      limits: { maxCallsPerDay: 75 },
    });
  });

  it("keeps what is given, null as no limit", () => {
    const policy = {
      affinity: "off",
      route: { tags: ["brand"], localPresence: ["country"] },
      order: "random",
      limits: { maxCallsPerDay: null },
    };
    expect(parsePolicy(policy)).toEqual(policy);
  });

  it("reads its own output", () => {
    expect(parsePolicy(JSON.parse(JSON.stringify(parsePolicy("localPresence"))))).toEqual(
      parsePolicy("localPresence"),
    );
  });

  it.each(Object.keys(presets))("knows the preset %s", (name) => {
    expect(parsePolicy(name)).toEqual(parsePolicy(presets[name as keyof typeof presets]));
    expect(parsePolicy(name)).toMatchObject({ affinity: "sticky", limits: { maxCallsPerDay: 75 } });
  });

  it.each([
    ["constructor", ': There is no preset "constructor". Presets: balanced, localPresence, weighted.'],
    [{ ordr: "random" }, "ordr: Unknown key; known here: affinity, route, order, limits."],
    [{ route: { tag: [] } }, "route.tag: Unknown key; known here: tags, localPresence."],
    [{ limits: { perDay: 1 } }, "limits.perDay: Unknown key; known here: maxCallsPerDay."],
    [
      { order: "fastest" },
      'order: Must be one of ("round-robin" | "weighted-round-robin" | "random" | "least-recently-used"), not "fastest".',
    ],
    [{ affinity: true }, 'affinity: Must be one of ("sticky" | "off"), not true.'],
    [
      { route: { localPresence: [] } },
      'route.localPresence: Names no level; give at least one, such as "any".',
    ],
    [{ route: { localPresence: ["any", "any"] } }, "route.localPresence: Names a level twice."],
    [{ route: { tags: ["brand", "brand"] } }, "route.tags: Names a tag key twice."],
    [{ route: { tags: [""] } }, "route.tags.0: A tag key must not be empty."],
    [{ route: { tags: "brand" } }, 'route.tags: Must be a list, not "brand".'],
    [
      { limits: { maxCallsPerDay: -1 } },
      "limits.maxCallsPerDay: Must be a whole number of calls, 0 or more, or null for no limit.",
    ],
    [
      { limits: { maxCallsPerDay: 1.5 } },
      "limits.maxCallsPerDay: Must be a whole number of calls, 0 or more, or null for no limit.",
    ],
    [null, ": Must be an object, not null."],
  ])("refuses %j with its path and a sentence", (input, expected) => {
    expect(issuesOf(input)).toEqual([expected]);
  });

  it("names everything that is wrong at once", () => {
    expect(issuesOf({ order: "x", affinity: "y" })).toHaveLength(2);
  });

  it("throws an error with a stable code", () => {
    expect(() => parsePolicy(7)).toThrow(
      expect.toSatisfy((error) => isPoolStrategiesError(error, "policy_invalid")),
    );
  });
});
