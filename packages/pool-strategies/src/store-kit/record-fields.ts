import { isE164 } from "../e164.js";
import { LINK_STEPS } from "../link-steps.js";
import { type Check, isCount, isInstant, isObject, isOneOf, isOptional, isText } from "../shape.js";
import { CALLEE_FIELDS, NUMBER_FIELDS } from "../usage.js";
import type { ClosedLeaseRecord, NamespaceRecord, OpenLeaseRecord } from "./namespace-record.js";

/** What a field must be, as a check and for a sentence. */
type Field = readonly [isValue: Check, must: string];
type FieldsOf<Each> = Readonly<Record<Exclude<keyof Each, "kind">, Field>>;

const TEXT: Field = [isText, "a text"];
const INSTANT: Field = [isInstant, "epoch milliseconds"];
const TIME: Field = [isInstant, "a number from 0 up"];
const COUNT: Field = [isCount, "a whole number from 0 up"];
const CALLEE: Field = [isE164, "a phone number such as +14155550123"];
const OBJECT: Field = [isObject, "an object"];
const CALLS: Field = [NUMBER_FIELDS.day, "a list of slots, each with its calls"];
const LATEST: Field = [CALLEE_FIELDS.reached, "a slug, a sequence and epoch milliseconds"];
const INSTANTS: Field = [CALLEE_FIELDS.calls, "a list of epoch milliseconds"];
const optional = ([isValue, must]: Field): Field => [isOptional(isValue), `${must}, or absent`];

const STEP: Field = [isOneOf(LINK_STEPS), `one of ${LINK_STEPS.join(", ")}`];
const LEASE = { id: TEXT, sequence: COUNT, forgetAt: INSTANT } as const;

const OPEN_LEASE: FieldsOf<OpenLeaseRecord> = {
  ...LEASE,
  state: [isOneOf(["held", "unknown", "placed"]), ""],
  poolId: TEXT,
  slug: TEXT,
  callee: CALLEE,
  acquiredAt: INSTANT,
  holdUntil: INSTANT,
  liveUntil: INSTANT,
  step: optional(STEP),
};

const CLOSED_LEASE: FieldsOf<ClosedLeaseRecord> = {
  ...LEASE,
  state: [isOneOf(["ended", "released"]), "one of held, unknown, placed, ended, released"],
  poolId: optional(TEXT),
  slug: optional(TEXT),
  callee: optional(CALLEE),
  acquiredAt: optional(INSTANT),
};

/** Fields of each kind of record but leases. What else there is may not be there. */
const FIELDS: {
  readonly [Each in Exclude<NamespaceRecord, { kind: "lease" }> as Each["kind"]]: FieldsOf<Each>;
} = {
  namespace: {
    version: COUNT,
    now: INSTANT,
    sequence: COUNT,
    countsCallees: [isOneOf([true, false]), "true or false"],
    maxCallMs: COUNT,
  },
  pool: { poolId: TEXT, policy: OBJECT },
  member: { poolId: TEXT, number: OBJECT, parked: [isOneOf([undefined, true]), "true, or absent"] },
  bucket: { poolId: TEXT, bucket: TEXT, base: TIME, picks: COUNT, rate: TIME },
  turn: { poolId: TEXT, bucket: TEXT, slug: TEXT, start: TIME },
  learned: {
    poolId: TEXT,
    slug: TEXT,
    step: STEP,
    answered: TIME,
    attempted: TIME,
    at: INSTANT,
  },
  number: {
    slug: TEXT,
    day: CALLS,
    hour: CALLS,
    lastSequence: COUNT,
    lastSelectedAt: [NUMBER_FIELDS.lastSelectedAt, "epoch milliseconds, or absent"],
    failuresInRow: [NUMBER_FIELDS.failuresInRow, "a whole number from 0 up, or absent"],
    restingUntil: [NUMBER_FIELDS.restingUntil, "epoch milliseconds, or absent"],
    quarantinedUntil: [NUMBER_FIELDS.quarantinedUntil, "epoch milliseconds, null, or absent"],
    blocks: INSTANTS,
  },
  callee: {
    callee: CALLEE,
    reached: LATEST,
    answered: LATEST,
    calls: INSTANTS,
    used: [CALLEE_FIELDS.used, "slugs, and epoch milliseconds"],
  },
  end: { records: COUNT },
};

const KINDS: readonly string[] = [...Object.keys(FIELDS), "lease"];

/** What is wrong with the shape of a record, as a sentence; `undefined` when nothing is. */
export function faultOfShape(record: unknown): string | undefined {
  if (!isObject(record)) return "It is no object.";
  const { kind } = record;
  if (!isOneOf(KINDS)(kind)) return `kind: Must be one of ${KINDS.join(", ")}.`;
  const fields = fieldsOf(record);
  for (const name in fields) {
    const [isValue, must] = fields[name] as Field;
    if (!isValue(record[name])) return `${name}: Must be ${must}.`;
  }
  for (const name in record) {
    if (name !== "kind" && !Object.hasOwn(fields, name))
      return `${name}: A record of the kind "${kind}" has no such field.`;
  }
  return undefined;
}

function fieldsOf({ kind, state }: Readonly<Record<string, unknown>>): Readonly<Record<string, Field>> {
  if (kind !== "lease") return FIELDS[kind as keyof typeof FIELDS];
  return OPEN_LEASE.state[0](state) ? OPEN_LEASE : CLOSED_LEASE;
}
