import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bare } from "../test/support/driver.js";
import { calleeOf, HOUR, MINUTE, NOON, numberOf, numbersOf } from "../test/support/numbers.js";
import { noDraw } from "../test/support/random.js";
import { conformanceExtensions as extensions } from "./conformance/extensions.js";
import type { LoadCommand } from "./conformance/history.js";
import { conformancePlaces } from "./conformance/places.js";
import { randomHistory } from "./conformance/random-history.js";
import { InvalidInputError, PolicyError } from "./errors.js";
import { geography } from "./geo/index.js";
import { createMemoryStore } from "./memory-store.js";
import {
  type ChosenCall,
  type ReportedOutcome,
  type SelectCallerIdInput,
  selectCallerId,
} from "./select-caller-id.js";
import type { PoolDefinition, Selection } from "./store.js";
import type { CallOutcome } from "./types.js";
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
    expect(chooseAll(callees, { pool, policy: bare(), now: NOON, random: noDraw })).toEqual([
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
    const slugs = chooseAll(callees, { pool, policy: bare(), now: NOON, random: noDraw });
    expect(slugs).toEqual(["415-00", "415-01", "415-00"]);
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
    expect(second.usage.numbers["415-00"]?.day).toHaveLength(1);
  });

  it.each([
    ["another version", { version: 2 }],
    ["a text", "usage"],
    ["without its callees", { callees: null }],
    ["a list of callees that is none", { callees: { "+14155550123": 7 } }],
    ["a callee of whom nothing is known", { callees: { "+14155550123": { reached: ["a"] } } }],
    ["a number that is none", { numbers: { a: { day: [[1]], hour: [], lastSequence: 0 } } }],
    ["turns of no order", { turns: { order: "alphabetical", parked: [], buckets: {} } }],
  ])("refuses a usage that is %s", (_, broken) => {
    const { usage } = selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw });
    const bad = (typeof broken === "string" ? broken : { ...usage, ...broken }) as Usage;
    const call = () =>
      selectCallerId({ pool, callee: calleeOf("212", 0), now: NOON, random: noDraw, usage: bad });
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(/^usage/);
  });

  it("learns of outcomes that are reported later", () => {
    const policy = { limits: { restAfterFailures: { failures: 1, maxRestingShare: 1 } } };
    const first = selectCallerId({ pool, policy, callee: calleeOf("212", 0), now: NOON, random: noDraw });
    if (!first.ok) throw new Error(first.code);
    const outcomes = [{ call: first.call, outcome: "failed" as const }];
    const call = JSON.parse(JSON.stringify({ usage: first.usage, outcomes })) as Pick<
      SelectCallerIdInput,
      "usage" | "outcomes"
    >;
    const later = NOON + MINUTE;
    const second = selectCallerId({
      pool,
      policy,
      callee: calleeOf("212", 0),
      now: later,
      random: noDraw,
      ...call,
    });
    expect(second).toMatchObject({ ok: true, reasons: { affinity: "at_limit", previous: "415-00" } });
    expect(second.usage.numbers["415-00"]?.restingUntil).toBe(later + HOUR);
  });

  it.each(["at once", "later"] as const)(
    "picks the same as a store whose leases end %s, whatever changes in between",
    (when) => {
      fc.assert(
        fc.property(randomHistory(), ({ startAt, steps }) => {
          const store = createMemoryStore({ geography: conformancePlaces, extensions });
          const open: (readonly [string, ChosenCall])[] = [];
          let definition: Omit<PoolDefinition, "poolId"> | undefined;
          let usage: Usage | undefined;
          let now = startAt;
          for (const { afterMs, command } of steps) {
            now += Math.max(0, afterMs);
            if (command.kind === "load") definition = definitionOf(command, startAt, when);
            if (command.kind !== "acquire" || definition === undefined) continue;
            const call = { callee: command.callee, tags: command.tags, now };
            const { numbers, policy } = definition;
            const outcomes: ReportedOutcome[] = [];
            const random = drawsOf(command.draws);
            let granted: Selection | undefined;
            try {
              store.load({ ...definition, poolId: "only" }, { now, random });
              if (when === "later") {
                for (const [leaseId, chosen] of open.splice(0, 2)) {
                  const outcome = OUTCOMES[chosen.sequence % OUTCOMES.length] as CallOutcome;
                  const { applied } = store.settle({ leaseId, to: "ended", outcome, now });
                  if (applied) outcomes.push({ call: chosen, outcome });
                }
              }
              granted = store.acquire({ ...call, poolId: "only", random });
              if (granted.ok)
                store.settle({ leaseId: granted.lease.id, to: when === "later" ? "placed" : "ended", now });
            } catch (error) {
              // A call that the route does not take: the store has loaded the pool all the same, so the ways part here.
              if (!(error instanceof InvalidInputError)) throw error;
              return;
            }
            const chosen = selectCallerId({
              ...call,
              pool: numbers,
              policy,
              geography: conformancePlaces,
              extensions,
              outcomes,
              random: drawsOf(command.draws),
              ...(usage && { usage }),
            });
            usage = JSON.parse(JSON.stringify(chosen.usage)) as Usage;
            if (granted.ok && chosen.ok) open.push([granted.lease.id, chosen.call]);
            const { usage: _, ...selection } = { call: undefined, ...chosen };
            const { lease: __, ...expected } = { lease: undefined, ...granted };
            expect({ ...selection, call: undefined }).toEqual({ ...expected, call: undefined });
          }
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );
});

const OUTCOMES: readonly CallOutcome[] = ["answered", "failed", "blocked", "no-answer", "unknown", "failed"];

function drawsOf(draws: readonly number[]): () => number {
  let at = 0;
  return () => draws[at++ % draws.length] ?? 0;
}

/** What depends on calls in flight is left out where they end later: a usage knows of none. */
function definitionOf(
  { numbers, policy }: LoadCommand,
  startAt: number,
  when: "at once" | "later",
): Omit<PoolDefinition, "poolId"> {
  const dated = numbers.map(({ ageMs, ...number }) =>
    ageMs === undefined ? number : { ...number, activeSince: startAt - ageMs },
  );
  if (when === "at once") return { numbers: dated, policy };
  const { order, limits } = policy;
  const isCounting = order.name === "fewest-in-flight" || order.name === "power-of-two";
  return {
    numbers: dated.map((number) =>
      number.limits === undefined
        ? number
        : { ...number, limits: { ...number.limits, maxConcurrentCalls: null } },
    ),
    policy: {
      ...policy,
      order: isCounting ? { name: "least-used" } : order,
      limits: { ...limits, maxConcurrentCalls: null },
    },
  };
}
