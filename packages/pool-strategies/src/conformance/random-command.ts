import fc from "fast-check";
import type { CallOutcome, E164 } from "../types.js";
import { maybe } from "./chances.js";
import { DAY, HOUR, MINUTE, QUARTER } from "./fixtures.js";
import type { AcquireCommand, Command, LoadCommand } from "./history.js";
import { FAR_PREFIXES, PREFIXES, randomNumber, randomNumbers, randomTags } from "./random-number.js";
import { randomPolicy } from "./random-policy.js";

/** Both pools of a history. */
export const POOL_IDS = ["agent-a", "agent-b"];

const draw = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((bits) => bits / 2 ** 32) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.5, 1 - 2 ** -53) },
);

/** What loads of a history have in common. */
export interface LoadTraits {
  readonly timeZone: string;
  readonly maxNumbers: number;
}

/** @param lines How many there may be of each kind. */
function calleeOf(lines: number): fc.Arbitrary<E164> {
  return fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...PREFIXES) },
        { weight: 1, arbitrary: fc.constantFrom(...FAR_PREFIXES) },
      ),
      fc.integer({ min: 50, max: 49 + lines }),
    )
    .map(([prefix, line]) => `${prefix}${line}` as E164);
}

/** Mostly two, so that they are called again. */
const callee = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<E164>("+14155550150", "+16285550150") },
  { weight: 1, arbitrary: calleeOf(3) },
  { weight: 1, arbitrary: calleeOf(50) },
);

const acquire: fc.Arbitrary<AcquireCommand> = fc
  .tuple(
    fc.constantFrom(...POOL_IDS),
    callee,
    randomTags,
    fc.tuple(draw, draw),
    maybe("holdMs", fc.constantFrom(1000, HOUR)),
    maybe("traceNumbers", fc.constantFrom(0, 1, 2, 100)),
  )
  .map(([poolId, person, wanted, draws, ...rest]) =>
    Object.assign({ kind: "acquire", poolId, callee: person, tags: wanted, draws } as const, ...rest),
  );

const outcome = fc.constantFrom<CallOutcome>(
  "answered",
  "voicemail",
  "no-answer",
  "failed",
  "failed",
  "blocked",
  "canceled",
  "unknown",
);
const slug = randomNumber.map((number) => number.slug);

const record = fc
  .tuple(
    slug,
    callee,
    fc.constantFrom(-MINUTE, 0, MINUTE, QUARTER, 5 * HOUR, DAY, 2 * DAY),
    maybe("outcome", outcome),
  )
  .map(([number, person, agoMs, rest]) => ({
    kind: "record" as const,
    slug: number,
    callee: person,
    agoMs,
    ...rest,
  }));

/** Calls from before, some of them twice. */
const earlier = fc.array(
  fc
    .tuple(record, fc.constantFrom("call-1", "call-2", "call-3", "call-4", "call-5", "call-6"))
    .map(([{ kind: _, ...call }, callId]) => ({ ...call, callId })),
  { maxLength: 8 },
);

/** Loads a pool of the name given. */
export function randomLoad(
  poolId: fc.Arbitrary<string>,
  { timeZone, maxNumbers }: LoadTraits,
): fc.Arbitrary<LoadCommand> {
  const load = fc.record({
    kind: fc.constant("load" as const),
    poolId,
    numbers: randomNumbers(maxNumbers),
    policy: randomPolicy(timeZone),
    seed: fc.nat(),
  });
  return fc.tuple(load, maybe("earlier", earlier)).map(([command, rest]) => ({ ...command, ...rest }));
}

const settle = fc
  .tuple(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) },
    ),
    fc.constantFrom(
      "placed" as const,
      "ended" as const,
      "ended" as const,
      "released" as const,
      "unknown" as const,
    ),
    outcome,
  )
  .map(([back, to, how]) => ({
    kind: "settle" as const,
    back,
    to,
    ...(to === "ended" ? { outcome: how } : {}),
  }));

const flag = fc
  .tuple(slug, fc.constantFrom<number | null | "lift">(HOUR, 3 * DAY, -HOUR, null, "lift", "lift"))
  .map(([number, forMs]) => ({ kind: "flag" as const, slug: number, forMs }));

const usage = fc.constantFrom(...POOL_IDS).map((poolId) => ({ kind: "usage" as const, poolId }));

/** Any command; of about 30 one loads a pool again, of 90 where `calm`. */
export function randomCommand(traits: LoadTraits, isCalm: boolean): fc.Arbitrary<Command> {
  const often = isCalm ? 3 : 1;
  return fc.oneof(
    { weight: 14 * often, arbitrary: acquire },
    { weight: 9 * often, arbitrary: settle },
    { weight: 2 * often, arbitrary: record },
    { weight: often, arbitrary: flag },
    { weight: 1, arbitrary: randomLoad(fc.constantFrom(...POOL_IDS), traits) },
    { weight: often, arbitrary: fc.constant({ kind: "expire" as const }) },
    { weight: 2 * often, arbitrary: usage },
  );
}
