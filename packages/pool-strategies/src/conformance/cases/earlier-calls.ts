import type { EarlierCall } from "../../store.js";
import type { Topic } from "../case.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numbersOf } from "../fixtures.js";

const SF = calleeOf("415");
/** More than a store on a server takes in at once. */
const MANY = 1100;

/** A call of a number, so long ago. */
function earlier(callId: string, slug: string, agoMs: number, rest: Partial<EarlierCall> = {}): EarlierCall {
  return { callId, slug, callee: calleeOf("212"), at: NOON - agoMs, ...rest };
}

export const earlierCallCases: Topic = {
  name: "earlier calls",
  cases: [
    {
      sentence: "calls from before a pool was known are counted with its first load",
      run: async (desk, expect) => {
        const earlierCalls = [
          earlier("1", "a", DAY + HOUR),
          earlier("2", "a", 2 * HOUR),
          earlier("3", "b", MINUTE),
        ];
        const report = await desk.load(numbersOf("a b"), { limits: { maxCallsPerDay: 1 } }, { earlierCalls });
        expect(report).toEqual({ added: ["a", "b"], removed: [], kept: [], counted: 3 });
        expect([(await desk.usage("a")).callsInDay, (await desk.usage("b")).callsInDay]).toEqual([1, 1]);
        expect(await desk.pick()).toEqual("exhausted");
      },
    },
    {
      sentence:
        "they are counted as recorded calls are: each takes a sequence, and the last is the callee's latest",
      run: async (desk, expect) => {
        const earlierCalls = [
          earlier("1", "c", HOUR, { callee: SF, outcome: "answered" }),
          earlier("2", "b", MINUTE, { callee: SF }),
        ];
        await desk.load(numbersOf("a b c"), { affinity: { mode: "sticky" } }, { earlierCalls });
        const lease = await desk.lease(SF);
        expect([lease.slug, lease.sequence]).toEqual(["b", 3]);
      },
    },
    {
      sentence: "they count against the limit of a callee from the first load on",
      run: async (desk, expect) => {
        const limits = { maxCallsPerCallee: { calls: 2, withinHours: 24 } };
        const earlierCalls = [
          earlier("1", "a", HOUR, { callee: SF }),
          earlier("2", "a", MINUTE, { callee: SF }),
        ];
        await desk.load(numbersOf("a"), { limits }, { earlierCalls });
        expect(await desk.acquire(SF)).toMatchObject({ code: "callee_limit", retryAt: NOON + 23 * HOUR });
      },
    },
    {
      sentence: "a call that comes twice is counted once",
      run: async (desk, expect) => {
        const earlierCalls = [earlier("1", "a", HOUR), earlier("1", "b", MINUTE), earlier("2", "a", MINUTE)];
        expect(await desk.load(numbersOf("a b"), {}, { earlierCalls })).toMatchObject({ counted: 2 });
        expect([(await desk.usage("a")).callsInDay, (await desk.usage("b")).callsInDay]).toEqual([2, 0]);
      },
    },
    {
      sentence: "a pool that is known is only loaded",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const earlierCalls = [earlier("1", "a", HOUR)];
        expect(await desk.load(numbersOf("a b"), {}, { earlierCalls })).toEqual({
          added: ["b"],
          removed: [],
          kept: ["a"],
        });
        expect((await desk.usage("a")).callsInDay).toEqual(0);
        const report = await desk.load(numbersOf("a"), {}, { poolId: "other", earlierCalls: [] });
        expect(report).toEqual({ added: ["a"], removed: [], kept: [], counted: 0 });
      },
    },
    {
      sentence: "numbers of other pools are counted too, and so are those of none",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 1 } });
        const earlierCalls = [earlier("1", "a", HOUR), earlier("2", "z", HOUR)];
        await desk.load(numbersOf("a b"), {}, { poolId: "other", earlierCalls });
        expect(await desk.pick()).toEqual("exhausted");
        await desk.load(numbersOf("z"), {}, { poolId: "third" });
        expect((await desk.usage("z", "third")).callsInDay).toEqual(1);
      },
    },
    {
      sentence: "there may be many of them",
      run: async (desk, expect) => {
        const earlierCalls = Array.from({ length: MANY }, (_, index) =>
          earlier(`${index}`, index % 3 === 0 ? "b" : "a", MANY - index),
        );
        const report = await desk.load(numbersOf("a b"), { order: "least-used" }, { earlierCalls });
        expect(report).toMatchObject({ added: ["a", "b"], counted: MANY });
        expect(await desk.usage("b")).toMatchObject({ callsInDay: Math.ceil(MANY / 3) });
        expect((await desk.lease()).sequence).toEqual(MANY + 1);
      },
    },
  ],
};
