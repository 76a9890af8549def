import { CalleeKeys } from "./callee-keys.js";
import { PoolGatherer, type PoolPart, type PoolSurroundings } from "./gather-pool.js";
import { rejectRecord } from "./import-fault.js";
import type {
  CalleeRecord,
  CarriedRecord,
  LeaseRecord,
  NamespaceHeader,
  NamespaceRecord,
} from "./namespace-record.js";
import { faultOfCallee, faultOfLease, faultOfNumber } from "./record-faults.js";
import { faultOfShape } from "./record-fields.js";

/** What a store says of itself that takes an export over. */
export interface ReadNamespaceOptions extends PoolSurroundings {
  /** How long a lease is live that nobody settles, ms: that of the export must be the same. */
  readonly maxCallMs: number;
}

/** What an export is made of, checked; a pool comes as a whole. */
export type NamespacePart = NamespaceHeader | PoolPart | CarriedRecord | LeaseRecord | CalleeRecord;

const VERSION = 1;

/** In which order records come. */
const SECTIONS: Readonly<Record<NamespaceRecord["kind"], number>> = {
  namespace: 0,
  pool: 1,
  member: 1,
  bucket: 1,
  turn: 1,
  learned: 1,
  number: 2,
  lease: 3,
  callee: 4,
  end: 5,
};

/**
 * Reads an export and checks all of it: shape, order, ranges, duplicates, what must fit together, and that it is whole.
 *
 * Gives the header first, then the pools, the numbers, the leases by rising sequence and the callees by when they were
 * last written to. Only when it is done was everything sound: a store that writes as it reads takes all back if it throws.
 *
 * @throws PoolStoreError `import_invalid`, with the position of the record and the name of the field.
 * @throws PolicyError when a pool needs a geography or an extension that is not given.
 */
export async function* readNamespace(
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
  options: ReadNamespaceOptions,
): AsyncGenerator<NamespacePart, void, undefined> {
  const check = new NamespaceCheck(options);
  let position = 0;
  for await (const record of records) {
    for (const part of check.next(record, ++position)) yield part;
  }
  if (!check.isWhole) rejectRecord(position + 1, "The export ends before its last record: it is not whole.");
}

class NamespaceCheck {
  readonly #options: ReadNamespaceOptions;
  readonly #poolIds = new Set<string>();
  readonly #members = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #callees = new CalleeKeys();
  #header: NamespaceHeader | undefined;
  #pool: PoolGatherer | undefined;
  #lease: LeaseRecord | undefined;
  #section = 0;

  constructor(options: ReadNamespaceOptions) {
    this.#options = options;
  }

  get isWhole(): boolean {
    return this.#section === SECTIONS.end;
  }

  /** Checks a record. Returns what is known to be sound by it. */
  next(record: NamespaceRecord, position: number): readonly NamespacePart[] {
    const header = this.#header;
    if (header === undefined) return [this.#begin(record, position)];
    if (this.isWhole) rejectRecord(position, "It comes after the last record.");
    const fault = faultOfShape(record);
    if (fault !== undefined) rejectRecord(position, fault);
    const { kind } = record;
    if (SECTIONS[kind] < this.#section || kind === "namespace")
      rejectRecord(
        position,
        `A record of the kind "${kind}" may not come here: pools come first, then numbers, leases, callees.`,
      );
    this.#section = SECTIONS[kind];
    const parts = kind === "pool" || this.#section > SECTIONS.pool ? this.#finishPool() : [];
    switch (kind) {
      case "pool": {
        const { poolId } = record;
        if (this.#poolIds.has(poolId))
          rejectRecord(position, "poolId: There is a pool of this name already.");
        this.#poolIds.add(poolId);
        this.#pool = new PoolGatherer(record, position, this.#options);
        return parts;
      }
      case "member":
      case "bucket":
      case "turn":
      case "learned":
        if (this.#pool === undefined) rejectRecord(position, "poolId: The pool's own record comes first.");
        this.#pool.add(record, position);
        if (kind === "member") this.#members.add(record.number.slug);
        return parts;
      case "number": {
        const { slug } = record;
        if (this.#numbers.has(slug))
          rejectRecord(position, "slug: There is a record of this number already.");
        this.#numbers.add(slug);
        reject(position, faultOfNumber(record, header, this.#members.has(slug)));
        return [...parts, record];
      }
      case "lease":
        reject(
          position,
          faultOfLease(record, header, this.#lease, (poolId) => this.#poolIds.has(poolId)),
        );
        this.#lease = record;
        return [...parts, record];
      case "callee":
        if (!this.#callees.add(Number(record.callee.slice(1))))
          rejectRecord(position, "callee: There is a record of this callee already.");
        reject(position, faultOfCallee(record, header));
        return [...parts, record];
      case "end":
        if (record.records !== position - 1)
          rejectRecord(
            position,
            `records: It must be ${position - 1}, the number of records before; some are missing or too many.`,
          );
        return parts;
      default:
        return record satisfies never;
    }
  }

  #begin(record: NamespaceRecord, position: number): NamespaceHeader {
    if (typeof record !== "object" || record === null || record.kind !== "namespace")
      rejectRecord(position, 'kind: An export begins with a record of the kind "namespace".');
    if (record.version !== VERSION) rejectRecord(position, `version: This release reads version ${VERSION}.`);
    reject(position, faultOfShape(record));
    const { maxCallMs } = this.#options;
    if (record.maxCallMs !== maxCallMs)
      rejectRecord(
        position,
        `maxCallMs: The export has ${record.maxCallMs}, and this store was opened with ${maxCallMs}. Open it with the same.`,
      );
    this.#header = record;
    return record;
  }

  #finishPool(): readonly PoolPart[] {
    const pool = this.#pool?.finish();
    this.#pool = undefined;
    return pool === undefined ? [] : [pool];
  }
}

function reject(position: number, fault: string | undefined): void {
  if (fault !== undefined) rejectRecord(position, fault);
}
