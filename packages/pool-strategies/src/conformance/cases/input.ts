import type { EarlierCall } from "../../store.js";
import type { Policy, PoolNumber } from "../../types.js";
import type { Topic } from "../case.js";
import { calleeOf, HOUR, MINUTE, NOON, numberOf, numbersOf, policyOf } from "../fixtures.js";

/** Something that callers in plain JavaScript may pass. */
const wrong = <Value>(value: unknown): Value => value as Value;

const WRONG_NUMBERS: readonly (readonly [what: string, numbers: readonly PoolNumber[], path: string])[] = [
  ["a slug that occurs twice", [...numbersOf("a"), ...numbersOf("a")], "numbers.1.slug"],
  ["an empty slug", [{ ...numberOf("a"), slug: "" }], "numbers.0.slug"],
  ["a number that is no text", [{ ...numberOf("a"), number: wrong(415) }], "numbers.0.number"],
  ["a number that is empty", [numberOf("a", { number: "" })], "numbers.0.number"],
  [
    "a number with letters after its plus sign",
    [numberOf("a", { number: "+1415CALLNOW" })],
    "numbers.0.number",
  ],
  ["a number of sixteen digits", [numberOf("a", { number: "+1415555012345678" })], "numbers.0.number"],
  [
    "a number whose country code begins with 0",
    [numberOf("a", { number: "+04155550123" })],
    "numbers.0.number",
  ],
  ["a number with a line break", [numberOf("a", { number: "14155550123\n" })], "numbers.0.number"],
  ["an identifier that is too long", [numberOf("a", { number: "x".repeat(257) })], "numbers.0.number"],
  ["a weight of 0", [numberOf("a", { weight: 0 })], "numbers.0.weight"],
  ["a weight above 1000", [numberOf("a", { weight: 1001 })], "numbers.0.weight"],
  ["a tier of 0", [numberOf("a", { tier: 0 })], "numbers.0.tier"],
  ["a tier of 9", [numberOf("a", { tier: 9 })], "numbers.0.tier"],
  ["a tag that is no text", [numberOf("a", { tags: { brand: wrong(5) } })], "numbers.0.tags.brand"],
  ["an activeSince that is no instant", [numberOf("a", { activeSince: -1 })], "numbers.0.activeSince"],
  [
    "a limit of part of a call",
    [numberOf("a", { limits: { maxCallsPerDay: 1.5 } })],
    "numbers.0.limits.maxCallsPerDay",
  ],
  [
    "a warm-up whose stages fall",
    [
      numberOf("a", {
        limits: {
          warmUp: [
            { untilDays: 1, maxCallsPerDay: 2 },
            { untilDays: 2, maxCallsPerDay: 1 },
          ],
        },
      }),
    ],
    "numbers.0.limits.warmUp",
  ],
];

export const inputCases: Topic = {
  name: "input",
  cases: [
    {
      sentence: "a pool that was never loaded is an error",
      run: async (desk, expect) => {
        expect(await desk.rejection(() => desk.acquire())).toEqual("pool_not_loaded");
        expect(await desk.rejection(() => desk.store.usage("agent", { now: NOON }))).toEqual(
          "pool_not_loaded",
        );
      },
    },
    {
      sentence: "a wrong request is an error that names what is wrong",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { order: "random" });
        const random = () => 0.5;
        const table: readonly (readonly [string, () => unknown])[] = [
          ["callee", () => desk.acquire("+", { random })],
          ["callee", () => desk.acquire(wrong("4155550150"), { random })],
          ["now", () => desk.acquire(undefined, { random, now: Number.NaN })],
          ["now", () => desk.acquire(undefined, { random, now: -1 })],
          ["now", () => desk.acquire(undefined, { random, now: wrong("10:00") })],
          ["holdMs", () => desk.acquire(undefined, { random, holdMs: 999 })],
          ["holdMs", () => desk.acquire(undefined, { random, holdMs: HOUR + 1 })],
          ["holdMs", () => desk.acquire(undefined, { random, holdMs: 1000.5 })],
          ["traceNumbers", () => desk.acquire(undefined, { random, traceNumbers: -1 })],
          ["traceNumbers", () => desk.acquire(undefined, { random, traceNumbers: 1001 })],
          ["traceNumbers", () => desk.acquire(undefined, { random, traceNumbers: 0.5 })],
          ["tags.brand", () => desk.acquire(undefined, { random, tags: { brand: wrong(1) } })],
          ["random", () => desk.acquire(undefined, { random: () => 1 })],
          ["random", () => desk.acquire(undefined, { random: () => -0.1 })],
          ["random", () => desk.acquire(undefined, { random: () => Number.NaN })],
          ["callee", () => desk.record("a", { callee: wrong("somebody") })],
          ["at", () => desk.record("a", { at: Number.POSITIVE_INFINITY })],
          ["now", () => desk.store.expire({ now: Number.NaN })],
          ["now", () => desk.store.settle({ leaseId: "x", to: "ended", now: -5 })],
          ["now", () => desk.store.usage("agent", { now: Number.NaN })],
          ["until", () => desk.flag("a", Number.NaN)],
        ];
        for (const [path, attempt] of table)
          expect(await desk.rejection(attempt)).toEqual(`input_invalid ${path}`);
      },
    },
    {
      sentence: "a call may have one value at most for a tag that numbers must not have",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { route: { tags: [{ key: "brand", match: "none" }] } });
        const attempt = (brand: readonly string[]) => () => desk.acquire(undefined, { tags: { brand } });
        expect(await desk.rejection(attempt(["acme", "zeta"]))).toEqual("input_invalid tags.brand");
        expect(await desk.rejection(attempt(["acme", "acme", ""]))).toEqual("nothing");
      },
    },
    ...WRONG_NUMBERS.map(([what, numbers, path]): Topic["cases"][number] => ({
      sentence: `a pool with ${what} is an error, and the pool stays as it was`,
      run: async (desk, expect) => {
        await desk.load(numbersOf("b"));
        expect(await desk.rejection(() => desk.load(numbers))).toEqual(`input_invalid ${path}`);
        expect(await desk.pick()).toEqual("b");
      },
    })),
    {
      sentence: "an imported identifier is a caller ID like any other",
      run: async (desk, expect) => {
        await desk.load([numberOf("pbx-desk", { number: "sip:desk@pbx.example.com" })]);
        const selection = await desk.acquire();
        expect(selection.ok && selection.callerId).toEqual("sip:desk@pbx.example.com");
      },
    },
    {
      sentence: "a policy that is none is an error, and the pool stays as it was",
      run: async (desk, expect) => {
        await desk.load(numbersOf("b"));
        const load = (policy: unknown) => () =>
          desk.store.load(
            { poolId: "agent", numbers: numbersOf("a"), policy: wrong<Policy>(policy) },
            { now: NOON },
          );
        const good = policyOf({});
        for (const policy of [
          { ...good, order: { name: "alphabetical" } },
          { ...good, limits: { ...good.limits, maxCallsPerDay: -1 } },
          { ...good, limits: { ...good.limits, window: { timeZone: "Mars/Olympus" } } },
          { ...good, route: { ...good.route, localPresence: ["nearby"] } },
          { ...good, route: { ...good.route, custom: "no-such-route" } },
          { ...good, order: { name: "custom", use: "no-such-order" } },
        ])
          expect((await desk.rejection(load(policy))).split(" ")[0]).toEqual("policy_invalid");
        expect(await desk.pick()).toEqual("b");
      },
    },
    {
      sentence: "earlier calls that are none are an error, and the pool stays unknown",
      run: async (desk, expect) => {
        const good: EarlierCall = { callId: "1", slug: "a", callee: calleeOf("212"), at: NOON };
        const table: readonly (readonly [string, Partial<EarlierCall>])[] = [
          ["earlierCalls.1.callId", { callId: "" }],
          ["callee", { callee: "+" }],
          ["at", { at: Number.NaN }],
          ["outcome", { outcome: wrong("none") }],
        ];
        for (const [path, fault] of table) {
          const earlierCalls = [good, { ...good, callId: "2", ...fault }];
          const attempt = () => desk.load(numbersOf("a"), {}, { earlierCalls });
          expect(await desk.rejection(attempt)).toEqual(`input_invalid ${path}`);
        }
        expect(await desk.rejection(() => desk.acquire())).toEqual("pool_not_loaded");
      },
    },
    {
      sentence: "weighted-random needs draws where numbers come, and no others",
      run: async (desk, expect) => {
        const policy = policyOf({ order: "weighted-random" });
        const load = (slugs: string) => () =>
          desk.store.load({ poolId: "agent", numbers: numbersOf(slugs), policy }, { now: NOON });
        expect(await desk.rejection(load("a b"))).toEqual("input_invalid random");
        await desk.load(numbersOf("a b"), { order: "weighted-random" }, { random: () => 0.5 });
        expect(await desk.rejection(load("a"))).toEqual("nothing");
        expect(await desk.rejection(load("a b"))).toEqual("input_invalid random");
      },
    },
    {
      sentence: "an error changes nothing, not even the clock",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { order: "random" });
        desk.now = NOON + HOUR;
        expect(await desk.rejection(() => desk.acquire(undefined, { random: () => 2 }))).toEqual(
          "input_invalid random",
        );
        expect(await desk.rejection(() => desk.acquire(undefined, { poolId: "other" }))).toEqual(
          "pool_not_loaded",
        );
        desk.now = NOON + MINUTE;
        const lease = await desk.lease(calleeOf("415"), { random: () => 0 });
        expect([lease.acquiredAt, lease.sequence]).toEqual([NOON + MINUTE, 1]);
      },
    },
  ],
};
