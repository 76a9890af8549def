import type {
  AcquireRequest,
  E164,
  Flag,
  Lease,
  LeaseState,
  LoadOptions,
  LoadReport,
  NumberUsage,
  PoolDefinition,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "@dialpool/pool-strategies";
import { PoolNotLoadedError } from "@dialpool/pool-strategies";
import {
  checkCount,
  checkFlag,
  checkInstant,
  checkRange,
  checkRecordedCall,
  checkSettlement,
  type DurablePoolStore,
  type ExportOptions,
  type ImportOptions,
  maxCallMsOf,
  type NamespaceRecord,
  type StoreHealth,
  slugKeyOf,
  slugOfKey,
  withEnd,
} from "@dialpool/pool-strategies/store-kit";
import { Acquirer } from "./acquirer.js";
import { checkNamespace } from "./check/check-namespace.js";
import { clearNamespace } from "./clear-namespace.js";
import { connectorOf } from "./client/index.js";
import { Exporter } from "./exporter.js";
import { importRecords } from "./importer.js";
import type { JournalAnswer, JournaledSelection, JournaledSettleResult, JournaledVerbs } from "./journal.js";
import { LIMIT_NAMES } from "./limit-names.js";
import { checkKeyPart, NamespaceClient } from "./namespace-client.js";
import type { RedisStoreOptions } from "./options.js";
import { loadPool } from "./pool-loader.js";
import { PoolReader } from "./pool-reader.js";
import { scriptsOf } from "./scripts.js";

const DEFAULT_MAX_CALLEES = 1_000_000;
const MAX_CALLEES = 100_000_000;
const DEFAULT_MAX_SKEW_MS = 5_000;
const MAX_SKEW_MS = 86_400_000;
const USAGE_PAGE = 500;

/** A store in Redis. */
export interface RedisStore extends DurablePoolStore {
  load(pool: PoolDefinition, options: LoadOptions): Promise<LoadReport>;
  acquire(request: AcquireRequest): Promise<Selection>;
  record(call: RecordedCall): Promise<void>;
  settle(settlement: Settlement): Promise<SettleResult>;
  flag(flag: Flag): Promise<boolean>;
  usage(poolId: string, options: { readonly now: number }): Promise<readonly NumberUsage[]>;
  expire(options: { readonly now: number }): Promise<readonly Lease[]>;
  /** The same verbs, with the journal's fragment run in the same script. */
  readonly journaled: JournaledVerbs;
  exportNamespace(options?: ExportOptions): AsyncIterable<NamespaceRecord>;
  importNamespace(
    records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
    options?: ImportOptions,
  ): Promise<void>;
  check(options: { readonly now: number }): Promise<StoreHealth>;
  poolIds(): Promise<readonly string[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a namespace in Redis, shared by all processes that open it there.
 *
 * Every verb is one round trip to a script on the server, which acquires and settlements of one turn share. Nothing is connected or sent before the first verb.
 *
 * @throws InvalidInputError for an option that is wrong.
 * @example
 * const store = createRedisStore({ client: new Redis(url), namespace: "workspace-1" });
 * await store.load({ poolId: agentId, numbers, policy: parsePolicy({}) }, { now: Date.now() });
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  const { client: user, namespace, keyPrefix = "dialpool", geography, extensions, journal } = options;
  const {
    maxCallees = DEFAULT_MAX_CALLEES,
    maxClockSkewMs = DEFAULT_MAX_SKEW_MS,
    commandTimeoutMs,
  } = options;
  checkKeyPart("namespace", namespace);
  checkKeyPart("keyPrefix", keyPrefix);
  checkCount("maxCallees", maxCallees, MAX_CALLEES);
  if (maxClockSkewMs !== null) checkRange("maxClockSkewMs", maxClockSkewMs, 0, MAX_SKEW_MS, "milliseconds");
  const maxCallMs = maxCallMsOf(options.maxCallMs);
  const scripts = scriptsOf(journal);
  const runner = connectorOf(user, {
    scripts: Object.values(scripts),
    ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }),
  });
  const client = new NamespaceClient({
    runner,
    callsScript: scripts.calls,
    namespace,
    keyPrefix,
    maxClockSkewMs,
    maxCallMs,
    maxCallees,
  });
  const reader = new PoolReader(client, scripts, geography, extensions);
  const acquirer = new Acquirer({ client, scripts, reader });

  const settle = async (
    settlement: Settlement,
    journalArgs?: readonly string[],
  ): Promise<JournaledSettleResult> => {
    checkSettlement(settlement);
    const { leaseId, to, outcome = "unknown", now } = settlement;
    const journalCount = journalArgs === undefined ? "-" : journalArgs.length;
    const text = `${sequenceOf(leaseId)} ${to} ${outcome} ${journalCount}`;
    const [, moved, state, vetoed, answer] = await client.call("s", now, text, journalArgs);
    const isApplied = moved === "1";
    return {
      applied: isApplied,
      ...(state === "" ? {} : { state: state as LeaseState }),
      ...(journalArgs === undefined || (!isApplied && vetoed !== "1")
        ? {}
        : { journal: answer as JournalAnswer }),
      ...(vetoed === "1" ? { vetoed: true as const } : {}),
    };
  };

  return {
    load: (pool, loadOptions) =>
      loadPool({ client, scripts, reader, geography, extensions }, pool, loadOptions),

    acquire: (request) => acquirer.acquire(request) as Promise<Selection>,

    record: async (call) => {
      const digits = checkRecordedCall(call);
      const { slug, at, outcome, now } = call;
      const args = [slugKeyOf(slug), digits, at, outcome === "answered" ? "1" : ""];
      await client.verb(scripts.record, now, args);
    },

    settle: (settlement) => settle(settlement),

    flag: async (flag) => {
      checkFlag(flag);
      const { slug, until, now } = flag;
      const [, known] = await client.verb(scripts.flag, now, [slugKeyOf(slug), until ?? "inf"]);
      return known === "1";
    },

    usage: async (poolId, { now }) => {
      checkInstant(now);
      const usage: NumberUsage[] = [];
      let after = "";
      for (;;) {
        const [kind, more, ...rows] = await client.verb(scripts.usage, now, [poolId, after, USAGE_PAGE], {
          isTimeless: after !== "",
        });
        if (kind === "unloaded") throw new PoolNotLoadedError(poolId);
        for (const row of rows as (readonly string[])[]) {
          usage.push(usageOf(row));
          after = row[0] as string;
        }
        if (more !== "1") return usage;
      }
    },

    expire: async ({ now }) => {
      checkInstant(now);
      const leases: Lease[] = [];
      let isLater = false;
      for (;;) {
        const [, more, ...rows] = await client.verb(scripts.expire, now, [], { isTimeless: isLater });
        isLater = true;
        leases.push(...(rows as (readonly string[])[]).map(leaseOf));
        if (more !== "1") return leases.sort((a, b) => a.sequence - b.sequence);
      }
    },

    journaled: {
      acquire: async (request, args = []) => {
        if (journal?.onGrant !== undefined)
          return acquirer.acquire(request, args) as Promise<JournaledSelection>;
        const selection = (await acquirer.acquire(request)) as Selection;
        return selection.ok ? { ...selection, journal: null } : selection;
      },
      settle: (settlement, args = []) =>
        settle(settlement, journal?.onSettle === undefined ? undefined : args),
    },

    poolIds: async () => {
      const [, ...ids] = await client.ask(scripts.poolIds, []);
      return (ids as string[]).sort();
    },

    exportNamespace: (exportOptions) =>
      withEnd(new Exporter(client, scripts, maxCallMs, exportOptions).records()),

    importNamespace: async (records, importOptions) => {
      const parts = { client, scripts, geography, extensions, maxCallMs };
      await importRecords(parts, records, importOptions);
    },

    check: async ({ now }) => {
      checkInstant(now);
      return checkNamespace({ client, scripts, geography, extensions, now });
    },

    clear: () => clearNamespace(client, scripts),

    close: async () => client.close(),
  };
}

/** The sequence of a lease's id; 0 when it is not one. */
function sequenceOf(leaseId: string): number {
  const [, digits] = /^lease-([1-9]\d{0,15})$/.exec(leaseId) ?? [];
  return digits === undefined ? 0 : Number(digits);
}

function usageOf(row: readonly string[]): NumberUsage {
  const [
    key = "",
    callsInDay,
    callsInHour,
    lastSelectedAt,
    inFlight,
    failuresInRow,
    resting,
    quarantined,
    codes,
    freeAt,
  ] = row;
  return {
    slug: slugOfKey(key),
    callsInDay: Number(callsInDay),
    callsInHour: Number(callsInHour),
    ...(lastSelectedAt === "" ? {} : { lastSelectedAt: Number(lastSelectedAt) }),
    inFlight: Number(inFlight),
    failuresInRow: Number(failuresInRow),
    ...(resting === "" ? {} : { restingUntil: Number(resting) }),
    ...(quarantined === "" ? {} : { quarantinedUntil: quarantined === "inf" ? null : Number(quarantined) }),
    atLimits: [...(codes ?? "")].map((code) => LIMIT_NAMES[Number(code) - 1] as (typeof LIMIT_NAMES)[number]),
    ...(freeAt === "" ? {} : { freeAt: Number(freeAt) }),
  };
}

function leaseOf(row: readonly string[]): Lease {
  const [sequence = "", poolId = "", key = "", digits = "", acquiredAt, holdUntil] = row;
  return {
    id: `lease-${sequence}`,
    sequence: Number(sequence),
    poolId,
    slug: slugOfKey(key),
    callee: `+${digits}` as E164,
    state: "unknown",
    acquiredAt: Number(acquiredAt),
    holdUntil: Number(holdUntil),
  };
}
