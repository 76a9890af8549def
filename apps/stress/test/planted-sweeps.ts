import type { Records } from "../src/audit/records.js";
import type { LeasesExpired, LogEntry } from "../src/log/entries.js";
import type { Planted } from "./planted.js";

type Sweep = LeasesExpired & { readonly id: string };

/** Sweeps in the middle of a run that took leases, and have others after them. */
function sweepsOf({ entries }: Records): readonly [Sweep, Sweep] {
  const sweeps = entries.filter(
    (entry): entry is Sweep => entry.kind === "expired" && entry.id !== undefined && entry.leases.length > 0,
  );
  const [first, second] = sweeps.slice(Math.floor(sweeps.length / 2));
  if (first === undefined || second === undefined) throw new RangeError("The run has too few sweeps.");
  return [first, second];
}

function withLeases(
  records: Records,
  change: (leases: Sweep["leases"]) => Sweep["leases"],
  sweep: Sweep = sweepsOf(records)[0],
): Records {
  const entries = records.entries.map(
    (entry): LogEntry => (entry === sweep ? { ...sweep, leases: change(sweep.leases) } : entry),
  );
  return { ...records, entries };
}

/** As if sweeps were no verbs: what they did is in the store, and nobody can say when it came there. */
function withoutSweeps({ entries, journal, ...others }: Records): Records {
  const ids = new Set(entries.flatMap((entry) => (entry.kind === "expire" ? [entry.id] : [])));
  return {
    ...others,
    entries: entries.filter((entry) => !("id" in entry && entry.id !== undefined && ids.has(entry.id))),
    journal: journal.filter(({ id }) => !ids.has(id)),
  };
}

/** Faults to plant in a run with every kind of rule, where sweeps are verbs of the journal. */
export const PLANTED_SWEEPS: readonly (Planted & Required<Pick<Planted, "says">>)[] = [
  {
    what: "leases that became unknown, and in no line of the journal",
    law: "reference",
    plant: withoutSweeps,
    says: "the reference (gives|refuses)",
  },
  {
    what: "a sweep that the store knows nothing of",
    law: "leases",
    plant: (records) => {
      const [{ id }] = sweepsOf(records);
      return { ...records, journal: records.journal.filter((line) => line.id !== id) };
    },
    says: "the store knows nothing of it",
  },
  {
    what: "a sweep that nobody asked for",
    law: "journal",
    plant: (records) => {
      const [{ id }] = sweepsOf(records);
      const entries = records.entries.filter((entry) => !("id" in entry && entry.id === id));
      return { ...records, entries };
    },
    says: "never asked for",
  },
  {
    what: "a lease that a sweep left out",
    law: "reference",
    plant: (records) => withLeases(records, (leases) => leases.slice(1)),
    says: "left lease-",
  },
  {
    what: "a lease that two sweeps took",
    law: "reference",
    plant: (records) => {
      const [first, second] = sweepsOf(records);
      return withLeases(records, (leases) => [...leases, ...first.leases], second);
    },
    says: "in the reference it is (unknown|placed|ended|released)",
  },
  {
    what: "a lease that a sweep took before its deadline",
    law: "reference",
    plant: (records) =>
      withLeases(records, (leases) =>
        leases.map((lease) => ({ ...lease, holdUntil: lease.holdUntil + 90_000_000 })),
      ),
    says: "which is held until",
  },
];
