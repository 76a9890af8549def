import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { history, pool as poolArbitrary } from "../test/support/commands.js";
import { calleeOf, NOON, numberOf, numbersOf } from "../test/support/numbers.js";
import { noDraw } from "../test/support/random.js";
import { InvalidInputError, PolicyError } from "./errors.js";
import { geography } from "./geo/index.js";
import { createMemoryStore } from "./memory-store.js";
import { type SelectCallerIdInput, selectCallerId } from "./select-caller-id.js";
import type { PoolDefinition } from "./store.js";
import type { Usage } from "./usage.js";

const pool = numbersOf("415", 3);

/** Chooses for each callee in turn, keeping the usage as JSON text in between. */
function chooseAll(
  inputs: readonly Pick<SelectCallerIdInput, "callee">[],
  rest: Omit<SelectCallerIdInput, "callee">,
): readonly string[] {
  let kept: string | undefined;
  return inputs.map(({ callee }) => {
    const usage = kept === undefined ? {} : { usage: JSON.parse(kept) as Usage };
    const selection = selectCallerId({ ...rest, callee, ...usage });
    kept = JSON.stringify(selection.usage);
    return selection.ok ? selection.number.slug : selection.code;
  });
}

describe("selectCallerId", () => {
  it("takes turns from nothing but the usage it returned", () => {
    const callees = Array.from({ length: 5 }, (_, line) => ({ callee: calleeOf("212", line) }));
    expect(chooseAll(callees, { pool, now: NOON, random: noDraw })).toEqual([
      "415-00",
      "415-01",
      "415-02",
      "415-00",
      "415-01",
    ]);
  });

  it("keeps to the number a callee knows", () => {
    const callees = [calleeOf("212", 0), calleeOf("212", 1), calleeOf("212", 0)].map((callee) => ({
      callee,
    }));
    expect(chooseAll(callees, { pool, now: NOON, random: noDraw })).toEqual(["415-00", "415-01", "415-00"]);
  });

  it("gives the same for the same input and leaves it as it was", () => {
    const first = selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw });
    const before = JSON.stringify(first.usage);
    const input = { pool, callee: calleeOf("212", 1), now: NOON, random: noDraw, usage: first.usage };
    expect(selectCallerId(input)).toEqual(selectCallerId(input));
    expect(JSON.stringify(first.usage)).toBe(before);
  });

  it("counts no call for a refusal", () => {
    const input = { pool: [], callee: calleeOf("212", 0), now: NOON, random: noDraw };
    expect(selectCallerId(input)).toMatchObject({
      ok: false,
      code: "pool_empty",
      usage: { sequence: 0, numbers: {} },
    });
  });

  it("needs a geography only for local presence", () => {
    const input = {
      pool,
      callee: calleeOf("415", 0),
      now: NOON,
      random: noDraw,
      policy: "localPresence" as const,
    };
    expect(() => selectCallerId(input)).toThrow(PolicyError);
    expect(selectCallerId({ ...input, geography })).toMatchObject({
      reasons: { link: "ac:415" },
    });
  });

  it("keeps the count of a number whatever its slug", () => {
    const odd = [numberOf("415", 1, { slug: "constructor" }), numberOf("415", 2, { slug: "__proto__" })];
    const callees = [0, 1, 2].map((line) => ({ callee: calleeOf("212", line) }));
    const policy = { limits: { maxCallsPerDay: 1 } };
    const slugs = chooseAll(callees, { pool: odd, policy, now: NOON, random: noDraw });
    expect(slugs).toEqual(["__proto__", "constructor", "exhausted"]);
  });

  it("goes on after numbers came and went", () => {
    const first = selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw });
    const changed = [...pool.slice(1), numberOf("628", 0)];
    const second = selectCallerId({
      pool: changed,
      callee: calleeOf("212", 0),
      now: NOON,
      random: noDraw,
      usage: first.usage,
    });
    expect(second).toMatchObject({
      ok: true,
      number: { slug: "415-01" },
      reasons: { affinity: "gone", previous: "415-00" },
    });
    expect(second.usage.numbers["415-00"]?.calls).toHaveLength(1);
  });

  it.each([
    ["another version", { version: 2 }],
    ["a text", "usage"],
    ["without its callees", { callees: null }],
    ["a list of callees that is none", { callees: { "+14155550123": 7 } }],
    ["a number that is none", { numbers: { a: { calls: [[1, 0]], lastSequence: 0 } } }],
  ])("refuses a usage that is %s", (_, broken) => {
    const { usage } = selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw });
    const bad = (typeof broken === "string" ? broken : { ...usage, ...broken }) as Usage;
    const call = () =>
      selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw, usage: bad });
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(/^usage/);
  });

  it("picks the same as a store whose leases are placed at once, whatever changes in between", () => {
    fc.assert(
      fc.property(poolArbitrary, history(60), (first, steps) => {
        const store = createMemoryStore({ geography });
        let definition: PoolDefinition = { ...first, poolId: "only" };
        let loaded: PoolDefinition | undefined;
        let usage: Usage | undefined;
        let now = NOON;
        for (const { after, command } of steps) {
          now += Math.max(0, after);
          if (command.kind === "load") definition = { ...command.pool, poolId: "only" };
          if (command.kind !== "acquire") continue;
          if (loaded !== definition) store.load(definition, { now });
          loaded = definition;
          const call = { callee: command.callee, tags: command.tags, now, random: () => command.draw };
          const granted = store.acquire({ ...call, poolId: "only" });
          if (granted.ok) store.settle({ leaseId: granted.lease.id, to: "placed", now });
          const { numbers, policy } = definition;
          const chosen = selectCallerId({
            ...call,
            pool: numbers,
            policy,
            geography,
            ...(usage && { usage }),
          });
          usage = JSON.parse(JSON.stringify(chosen.usage)) as Usage;
          const { usage: _, ...selection } = chosen;
          const { lease: __, ...expected } = granted.ok ? granted : { ...granted, lease: undefined };
          expect(selection).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
