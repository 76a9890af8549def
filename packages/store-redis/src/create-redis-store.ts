import type { Selection } from "@dialpool/pool-strategies";
import {
  checkCount,
  checkFlag,
  checkInstant,
  checkRange,
  checkRecordedCall,
  maxCallMsOf,
  slugKeyOf,
  withEnd,
} from "@dialpool/pool-strategies/store-kit";
import { Acquirer } from "./acquirer.js";
import { checkNamespace } from "./check/check-namespace.js";
import { clearNamespace } from "./clear-namespace.js";
import { connectorOf } from "./client/index.js";
import { expireLeases } from "./expire-leases.js";
import { exportNamespace } from "./export/export-namespace.js";
import { importRecords } from "./importer.js";
import { checkJournal, type Journal, type JournaledSelection, type JournaledVerbs } from "./journal.js";
import { NamespaceClient } from "./namespace-client.js";
import { checkKeyPart } from "./namespace-keys.js";
import type { RedisStoreOptions } from "./options.js";
import { loadPool } from "./pool-loader.js";
import { PoolReader } from "./pool-reader.js";
import { readUsage } from "./read-usage.js";
import type { RedisStore } from "./redis-store.js";
import { scriptsOf } from "./scripts.js";
import { settleLease } from "./settle-lease.js";

const DEFAULT_MAX_CALLEES = 1_000_000;
const MAX_CALLEES = 100_000_000;
const DEFAULT_MAX_SKEW_MS = 5_000;
const MAX_SKEW_MS = 86_400_000;

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
  checkJournal(journal);
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

    settle: (settlement) => settleLease(client, settlement),

    flag: async (flag) => {
      checkFlag(flag);
      const { slug, until, now } = flag;
      const [, known] = await client.verb(scripts.flag, now, [slugKeyOf(slug), until ?? "inf"]);
      return known === "1";
    },

    usage: async (poolId, { now }) => readUsage(client, scripts, poolId, now),

    expire: async ({ now }) => expireLeases(client, scripts, now),

    journaled: journaledVerbs(client, acquirer, journal),

    poolIds: async () => {
      const [, ...ids] = await client.ask(scripts.poolIds, []);
      return (ids as string[]).sort();
    },

    exportNamespace: (exportOptions) =>
      withEnd(exportNamespace({ client, scripts, maxCallMs }, exportOptions)),

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

/** A verb for which there is no fragment is done as it is without a journal. */
function journaledVerbs(client: NamespaceClient, acquirer: Acquirer, journal: Journal = {}): JournaledVerbs {
  return {
    acquire: async (request, args = []) => {
      if (journal.onGrant !== undefined)
        return acquirer.acquire(request, args) as Promise<JournaledSelection>;
      const selection = (await acquirer.acquire(request)) as Selection;
      return selection.ok ? { ...selection, journal: null } : selection;
    },
    settle: (settlement, args = []) =>
      settleLease(client, settlement, journal.onSettle === undefined ? undefined : args),
  };
}
