import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import text from "../policy.schema.json?raw";
import { PolicyError } from "../src/errors.js";
import { parsePolicy } from "../src/policy.js";
import { policySchema } from "../src/policy-schema.js";
import { presets } from "../src/presets.js";
import { nearSchema } from "./support/near-schema.js";

const isValid = new Ajv({ strict: true }).compile(JSON.parse(text));

/** What a JSON Schema cannot say: how one part must fit another, and which time zones there are. */
const CROSS_CHECKS = /already\.|numbers, or tags, or both|one of the steps|time zone|by rising untilDays/;

function issuesOf(policy: unknown): readonly string[] {
  try {
    parsePolicy(policy);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}

const policies = nearSchema(policySchema).filter((policy) => typeof policy !== "string");
const isFineAsFarAsSchemasGo = (policy: unknown) =>
  issuesOf(policy).every((issue) => CROSS_CHECKS.test(issue));

describe("policy.schema.json", () => {
  it.each(Object.entries(presets))("allows the preset %s, and what becomes of it", (_, preset) => {
    expect(isValid(preset)).toBe(true);
    expect(isValid(parsePolicy(preset))).toBe(true);
  });

  it("allows what parsePolicy does, cross-checks aside, and nothing else", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(isFineAsFarAsSchemasGo(policy)).toBe(isValid(policy));
      }),
      { numRuns: 5000 },
    );
  });

  it("is tried with policies of both kinds", () => {
    const sample = fc.sample(policies, { numRuns: 1000, seed: 1 });
    const allowed = sample.filter((policy) => isValid(policy)).length;
    expect(allowed).toBeGreaterThan(100);
    expect(allowed).toBeLessThan(900);
  });
});

describe("parsePolicy", () => {
  it("leaves what it has read as it is, through JSON too", () => {
    const valid = policies.filter((policy) => issuesOf(policy).length === 0);
    fc.assert(
      fc.property(valid, (policy) => {
        const once = parsePolicy(policy);
        expect(parsePolicy(once)).toEqual(once);
        expect(parsePolicy(JSON.parse(JSON.stringify(once)))).toEqual(once);
        expect(isValid(once)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("does not change what it is given", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const before = structuredClone(policy);
        issuesOf(policy);
        expect(policy).toEqual(before);
      }),
    );
  });
});
