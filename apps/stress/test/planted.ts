import type { PolicyInput } from "@dialpool/pool-strategies";
import type { Finding, Records } from "../src/audit/records.js";
import type { Granted, LogEntry, Settled } from "../src/log/entries.js";

/** A fault to plant in a run without any, and the law that must find it. */
export interface Planted {
  readonly what: string;
  readonly law: Finding["law"];
  /** Kills that the audit is told of: none, unless it is given. */
  readonly kills?: number;
  readonly plant: (records: Records) => Records;
  /** What one of the findings says, where others of the same law could come of the same fault. */
  readonly says?: string;
}

/** Somewhere in the middle of a run, where numbers and callees have a past. */
const MIDDLE = 2_500;

function changeEntry<Kind extends LogEntry["kind"]>(
  records: Records,
  kind: Kind,
  change: (entry: Extract<LogEntry, { kind: Kind }>) => LogEntry | undefined,
  isIt: (entry: Extract<LogEntry, { kind: Kind }>) => boolean = () => true,
): Records {
  let seen = 0;
  const at = records.entries.findIndex(
    (entry, index) =>
      entry.kind === kind &&
      index > MIDDLE &&
      isIt(entry as Extract<LogEntry, { kind: Kind }>) &&
      ++seen === 1,
  );
  if (at < 0) throw new RangeError(`There is no ${kind} to change.`);
  const changed = change(records.entries[at] as Extract<LogEntry, { kind: Kind }>);
  const entries = [...records.entries];
  entries.splice(at, 1, ...(changed === undefined ? [] : [changed]));
  return { ...records, entries };
}

function withoutLine(records: Records, id: string): Records {
  return { ...records, journal: records.journal.filter((line) => line.id !== id) };
}

function grantInTheMiddle({ entries }: Records): Granted {
  return entries.slice(MIDDLE).find((entry) => entry.kind === "granted") as Granted;
}

function changeGrant(records: Records, change: (lease: Granted["lease"]) => Granted["lease"]): Records {
  return changeEntry(records, "granted", (entry) => ({ ...entry, lease: change(entry.lease) }));
}

/** As if the pool "agent-a" had said so: the store, which was told otherwise, broke it. */
function withLimits(records: Records, limits: PolicyInput["limits"]): Records {
  const entries = records.entries.map((entry): LogEntry => {
    if (entry.kind !== "loaded" || entry.pool.poolId !== "agent-a") return entry;
    const { pool } = entry;
    const changed = { ...pool.policy.limits, ...limits } as typeof pool.policy.limits;
    return { ...entry, pool: { ...pool, policy: { ...pool.policy, limits: changed } } };
  });
  return { ...records, entries };
}

function swapSlugs(records: Records): Records {
  const grants = records.entries.filter(
    (entry): entry is Granted =>
      entry.kind === "granted" && entry.lease.poolId === "agent-b" && entry.lease.sequence > 700,
  );
  const [first, second] = grants as [Granted, Granted];
  const slugs = new Map([
    [first.id, second.lease.slug],
    [second.id, first.lease.slug],
  ]);
  const entries = records.entries.map((entry): LogEntry => {
    const slug = slugs.get("id" in entry ? entry.id : "");
    return entry.kind === "granted" && slug !== undefined
      ? { ...entry, lease: { ...entry.lease, slug } }
      : entry;
  });
  return { ...records, entries };
}

function withUsage(records: Records, change: Readonly<Record<string, number>>): Records {
  const [first, ...others] = records.aftermath.usage["agent-a"] ?? [];
  if (first === undefined) throw new RangeError("There is no usage to change.");
  const usage = { ...records.aftermath.usage, "agent-a": [{ ...first, ...change }, ...others] };
  return { ...records, aftermath: { ...records.aftermath, usage } };
}

function withLeases(
  records: Records,
  change: (leases: Records["aftermath"]["leases"]) => Records["aftermath"]["leases"],
): Records {
  const { aftermath } = records;
  return { ...records, aftermath: { ...aftermath, leases: change(aftermath.leases) } };
}

/** A grant whose lease nobody ever settled, or somebody did. */
function isForgotten(records: Records, { lease }: Granted): boolean {
  return !records.entries.some((entry) => entry.kind === "settle" && entry.leaseId === lease.id);
}

function refuseInstead(records: Records, code: "exhausted" | "callee_limit"): Records {
  const { id } = grantInTheMiddle(records);
  return withoutLine(
    changeEntry(records, "granted", ({ at }) => ({ kind: "refused", id, at, code })),
    id,
  );
}

export const PLANTED: readonly Planted[] = [
  {
    what: "a sequence that two grants have",
    law: "sequence",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, sequence: lease.sequence - 1 })),
  },
  {
    what: "a sequence that is left out",
    law: "sequence",
    plant: (records) => ({
      ...records,
      journal: records.journal.map((line) =>
        line.sequence > 1_000 ? { ...line, sequence: line.sequence + 1 } : line,
      ),
    }),
  },
  {
    what: "a grant that the store knows nothing of",
    law: "leases",
    plant: (records) => withoutLine(records, grantInTheMiddle(records).id),
  },
  {
    what: "a settlement that the store knows nothing of",
    law: "leases",
    plant: (records) => {
      const settled = records.entries.find(
        (entry): entry is Settled => entry.kind === "settled" && entry.applied,
      );
      return withoutLine(records, settled?.id ?? "");
    },
  },
  {
    what: "a verb that was applied twice",
    law: "journal",
    plant: (records) => ({
      ...records,
      journal: [...records.journal, records.journal[MIDDLE] as (typeof records.journal)[number]],
    }),
  },
  {
    what: "a verb that nobody asked for",
    law: "journal",
    plant: (records) => ({
      ...records,
      journal: [...records.journal, { id: "9.9.9", now: records.aftermath.now, sequence: 0 }],
    }),
  },
  {
    what: "a refusal that was applied",
    law: "journal",
    plant: (records) =>
      changeEntry(records, "granted", ({ id, at }) => ({ kind: "refused", id, at, code: "exhausted" })),
  },
  {
    what: "an error that says it was not applied, and was",
    law: "journal",
    plant: (records) =>
      changeEntry(records, "granted", ({ id, at }) => ({
        kind: "failed",
        id,
        at,
        code: "store_busy",
        applied: "no",
        message: "Busy.",
      })),
  },
  {
    what: "a settlement that was answered as applied to another state",
    law: "journal",
    plant: (records) =>
      changeEntry(
        records,
        "settled",
        (entry) => ({ ...entry, state: "held" }),
        ({ applied }) => applied,
      ),
  },
  {
    what: "an order that the machine's clock contradicts",
    law: "journal",
    plant: (records) => {
      const settles = records.journal.filter(({ sequence }) => sequence === 0);
      const [a, b] = [settles[100], settles[200]] as [(typeof settles)[0], (typeof settles)[0]];
      const journal = records.journal.map((line) => (line === a ? b : line === b ? a : line));
      return { ...records, journal };
    },
  },
  {
    what: "a verb without an answer, though no process was killed",
    law: "journal",
    plant: (records) => changeEntry(records, "granted", () => undefined),
  },
  {
    what: "a lease that nobody was told of, and that is never seen again",
    law: "leases",
    kills: 1,
    plant: (records) =>
      changeEntry(
        records,
        "granted",
        () => undefined,
        (entry) => !isForgotten(records, entry),
      ),
  },
  {
    what: "a lease of another time",
    law: "time",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, acquiredAt: lease.acquiredAt + 1 })),
  },
  {
    what: "a lease that is held too long",
    law: "time",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, holdUntil: lease.holdUntil + 1 })),
  },
  {
    what: "a time that goes back",
    law: "time",
    plant: (records) => ({
      ...records,
      journal: records.journal.map((line, place) =>
        place === MIDDLE ? { ...line, now: line.now - 60_000 } : line,
      ),
    }),
    says: "before",
  },
  {
    what: "a time that nobody gave",
    law: "time",
    plant: (records) => ({
      ...records,
      journal: records.journal.map((line, place) =>
        place === records.journal.length - 1 ? { ...line, now: line.now + 1 } : line,
      ),
    }),
    says: "nobody ever gave",
  },
  {
    what: "a lease for another callee",
    law: "leases",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, callee: "+12125550199" })),
    says: "another call",
  },
  {
    what: "a number of another pool",
    law: "leases",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, slug: "pn-elsewhere" })),
    says: "not in the pool",
  },
  {
    what: "a lease of an id that there was before",
    law: "leases",
    plant: (records) => changeGrant(records, (lease) => ({ ...lease, id: "lease-1" })),
    says: "of that id before",
  },
  {
    what: "one call a day too many",
    law: "limits",
    plant: (records) => withLimits(records, { maxCallsPerDay: 15 }),
    says: "calls-per-day",
  },
  {
    what: "one call an hour too many",
    law: "limits",
    plant: (records) => withLimits(records, { maxCallsPerHour: 3 }),
    says: "calls-per-hour",
  },
  {
    what: "a gap a moment too short",
    law: "limits",
    plant: (records) => withLimits(records, { minGapSeconds: 9.5 }),
    says: "min-gap",
  },
  {
    what: "one call too many at once",
    law: "limits",
    plant: (records) => withLimits(records, { maxConcurrentCalls: 1 }),
    says: "concurrent-calls",
  },
  {
    what: "a callee who was called once too often",
    law: "limits",
    plant: (records) => withLimits(records, { maxCallsPerCallee: { calls: 2, withinHours: 24 } }),
    says: "the callee was called",
  },
  { what: "two numbers in each other's place", law: "order", plant: swapSlugs },
  { what: "two numbers in each other's place", law: "reference", plant: swapSlugs },
  {
    what: "a refusal while a number was free",
    law: "refusals",
    plant: (records) => refuseInstead(records, "exhausted"),
  },
  {
    what: "a refusal for a callee who might be called",
    law: "refusals",
    plant: (records) => refuseInstead(records, "callee_limit"),
  },
  {
    what: "a usage of one call more",
    law: "usage",
    plant: (records) => withUsage(records, { callsInDay: 99 }),
  },
  {
    what: "a call in flight that is over",
    law: "usage",
    plant: (records) => withUsage(records, { inFlight: 7 }),
  },
  {
    what: "a usage that only the reference knows",
    law: "reference",
    plant: (records) => withUsage(records, { freeAt: 1 }),
  },
  {
    what: "something that the store's own check says",
    law: "health",
    plant: (records) => ({
      ...records,
      aftermath: {
        ...records.aftermath,
        health: { ...records.aftermath.health, findings: [{ law: "counts", message: "One too many." }] },
      },
    }),
  },
  {
    what: "a lease that is gone",
    law: "leases",
    plant: (records) => withLeases(records, (leases) => leases.slice(1)),
  },
  {
    what: "a lease that nobody was granted",
    law: "leases",
    plant: (records) =>
      withLeases(records, (leases) => [
        ...leases,
        { kind: "lease", id: "lease-0", sequence: 0, state: "ended", forgetAt: records.aftermath.now + 1 },
      ]),
  },
  {
    what: "a lease in another state",
    law: "leases",
    plant: (records) =>
      withLeases(records, (leases) =>
        leases.map((lease) => (lease.state === "ended" ? { ...lease, state: "released" } : lease)),
      ),
  },
];
