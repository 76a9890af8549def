import type { E164, PoolStore } from "@dialpool/pool-strategies";
import { dialerOptionIssues, rangeIssues } from "./check-options.js";
import { DialerConfigError, type Issue } from "./errors.js";
import type { Journal } from "./journal.js";
import type { DialerPool } from "./pool-loader.js";
import type { CallPlacer, DialerClock } from "./ports.js";

/** What a dialer is made from. */
export interface DialerOptions {
  /** The client of `@dialpool/core`, or anything of that shape. */
  readonly client: CallPlacer;
  /** The pools to call from, by agent; the first is that of calls which name none. */
  readonly pool: DialerPool | readonly DialerPool[];
  /** Rules of selection, or the name of a preset, for pools that bring none of their own. Default: the defaults of every rule. */
  readonly policy?: DialerPool["policy"];
  /** Where the pools' state is kept. */
  readonly store: PoolStore;
  /** Where attempts are written down: in the same file as the store's state, or nothing is made. */
  readonly journal: Journal;
  /**
   * Calls that start a second, over all processes of the journal: 0.001 to 100,000, `null` for no limit. Default 1, the vendor's
   * default; single calls keep to what the journal has, if it has one.
   */
  readonly startRate?: number | null;
  /** Calls that may be open at once in the namespace: 1 or more. Default 5, the vendor's least. */
  readonly concurrency?: number;
  /** How long one `POST /calls` may take, ms: 1 to 600,000. Default 30,000. */
  readonly timeoutMs?: number;
  /** How long an attempt may wait for its slot once it is written down, ms: 1,000 to 600,000. Default 15,000. */
  readonly sendWithinMs?: number;
  /** How long after an attempt's deadline its record may still show up, ms. Default 600,000. */
  readonly graceMs?: number;
  /** What becomes of a contact whose call is absent from the records. Default `"leave"`: it is listed, and not called again. `"redial"` is about the campaigns that this dialer runs, and those it reconciles on demand. */
  readonly onAbsent?: "leave" | "redial";
  /** How often call records are read while calls are open, ms: 100 or more. Default 3,000. */
  readonly readEveryMs?: number;
  /** For how long a call without an ending is waited for, ms. Default 7,200,000. */
  readonly maxCallMs?: number;
  /** Who is never called: `readDoNotCall` gives one. It is asked when a list is imported, and again before each call. */
  readonly doNotCall?: { has(phone: E164): boolean };
  /** Whether the attempt's id travels along as the variable `attempt_id`. Default `true`. */
  readonly sendAttemptId?: boolean;
  /** Where the vendor posts a call's end, if not where the agent says. */
  readonly webhookUrl?: string;
  /** Default: the system's. */
  readonly clock?: DialerClock;
  /** Makes ids of attempts: unique for ever. Default random UUIDs. */
  readonly createId?: () => string;
}

/** Options with their defaults. */
export interface ResolvedDialerOptions
  extends Required<Omit<DialerOptions, "pool" | "policy" | "webhookUrl">> {
  readonly pools: readonly DialerPool[];
  readonly webhookUrl: string | undefined;
  /** Whether single calls keep to the pace that the journal has: no `startRate` was given. */
  readonly joinsPace: boolean;
}

const MINUTE_MS = 60_000;
const APART: Issue = {
  path: "journal",
  message:
    "It is not kept where this store keeps its leases, so no call could be written down together with its lease. Make the journal of the store that the dialer is given: sqliteJournal(store).",
};
const NOBODY = { has: () => false };

/** @throws DialerConfigError naming every option that is wrong. */
export function resolveDialerOptions(options: DialerOptions): ResolvedDialerOptions {
  const wrong = dialerOptionIssues(options);
  if (wrong.length > 0) throw new DialerConfigError("The dialer's options", wrong);
  const pools = ([options.pool].flat() as readonly DialerPool[]).map((pool) =>
    withPolicy(pool, options.policy),
  );
  const resolved: ResolvedDialerOptions = {
    client: options.client,
    pools,
    store: options.store,
    journal: options.journal,
    startRate: options.startRate === undefined ? 1 : options.startRate,
    joinsPace: options.startRate === undefined,
    concurrency: options.concurrency ?? 5,
    timeoutMs: options.timeoutMs ?? 30_000,
    sendWithinMs: options.sendWithinMs ?? MINUTE_MS / 4,
    graceMs: options.graceMs ?? 10 * MINUTE_MS,
    onAbsent: options.onAbsent ?? "leave",
    readEveryMs: options.readEveryMs ?? 3_000,
    maxCallMs: options.maxCallMs ?? 120 * MINUTE_MS,
    doNotCall: options.doNotCall ?? NOBODY,
    sendAttemptId: options.sendAttemptId ?? true,
    webhookUrl: options.webhookUrl,
    clock: options.clock ?? systemClock,
    createId: options.createId ?? (() => globalThis.crypto.randomUUID()),
  };
  const issues = [
    ...(pools.length > 0 ? [] : [{ path: "pool", message: "Give at least one." }]),
    ...(resolved.journal.isBeside?.(resolved.store) === false ? [APART] : []),
    ...rangeIssues(Object.entries(resolved)),
  ];
  if (issues.length > 0) throw new DialerConfigError("The dialer's options", issues);
  return resolved;
}

function withPolicy(pool: DialerPool, policy: DialerOptions["policy"]): DialerPool {
  return pool.policy === undefined && policy !== undefined ? { ...pool, policy } : pool;
}

/** @throws DialerConfigError for a start rate or a concurrency that is out of its range. */
export function checkPace(
  subject: string,
  pace: { readonly startRate?: number | null; readonly concurrency?: number },
): void {
  const given = Object.entries(pace).filter(([, value]) => value !== undefined);
  const issues = rangeIssues(given);
  if (issues.length > 0) throw new DialerConfigError(subject, issues);
}

/** The system's time and chance. */
export const systemClock: DialerClock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      signal?.addEventListener("abort", done, { once: true });
    }),
  random: () => Math.random(),
};
