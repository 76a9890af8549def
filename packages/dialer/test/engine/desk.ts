import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Call, type Client, createClient } from "@dialpool/core";
import type { E164 } from "@dialpool/pool-strategies";
import { type RunningSandbox, SEEDED, type StartOptions, startSandbox } from "@dialpool/sandbox";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import { onTestFinished } from "vitest";
import {
  type CallPlacer,
  type CampaignOptions,
  createDialer,
  type Dialer,
  type DialerOptions,
  listContacts,
} from "../../src/index.js";
import { systemClock } from "../../src/options.js";
import { type SqliteJournal, sqliteJournal } from "../../src/sqlite/index.js";

/** A dialer on a file of its own, and a sandbox to call. */
export interface DialingDesk {
  readonly sandbox: RunningSandbox;
  readonly client: Client;
  readonly dialer: Dialer;
  readonly journal: SqliteJournal;
  readonly store: SqliteStore;
  /** Imports a list of callees and answers the campaign's name. */
  importList(phones: readonly E164[], options?: CampaignOptions): Promise<string>;
  /** Moves the clock on, the dialers' and the sandbox's. */
  passTime(ms: number): void;
  /** Sets it. */
  setTime(now: number): void;
  now(): number;
  /** Another dialer on the same file; it is given no start rate of its own with `joinsPace`. */
  another(options?: Partial<DialerOptions>, how?: { readonly joinsPace?: boolean }): Dialer;
  /** Closes all of it before the test is over. */
  close(): Promise<void>;
}

/** Calls last some milliseconds; nothing waits longer than that. */
const FAST: StartOptions = { speed: 5000, outcomes: { completed: 1 } };
const IMPATIENT: Partial<DialerOptions> = {
  startRate: null,
  concurrency: 50,
  readEveryMs: 100,
  graceMs: 0,
};

/** A desk for one test, closed when that is over. */
export async function openDesk(
  sandboxOptions: StartOptions = {},
  dialerOptions: Partial<DialerOptions> = {},
): Promise<DialingDesk> {
  const folder = await mkdtemp(join(tmpdir(), "dialer-test-"));
  let passed = 0;
  const clock = { ...systemClock, now: () => Date.now() + passed };
  const sandbox = await startSandbox({ ...FAST, now: clock.now, ...sandboxOptions });
  const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, retryBaseDelayMs: 5 });
  const opened: { close(): unknown }[] = [];
  const open = (options: Partial<DialerOptions>, { joinsPace = false } = {}) => {
    const { startRate = null, ...impatient } = { ...IMPATIENT, ...options };
    const store = openSqliteStore({ path: join(folder, "state.db") });
    const journal = sqliteJournal(store);
    const dialer = createDialer({
      client,
      store,
      journal,
      clock,
      pool: {
        agentId: SEEDED.agentId,
        policy: { limits: { maxCallsPerCallee: null, maxCallsPerDay: null, minGapSeconds: null } },
      },
      ...impatient,
      ...(joinsPace ? {} : { startRate }),
    });
    opened.push(dialer, store);
    return { dialer, journal, store };
  };
  const first = open(dialerOptions);
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    for (const each of opened) await each.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  };
  const close = () => {
    closed ??= closeAll();
    return closed;
  };
  onTestFinished(close);
  return {
    sandbox,
    client,
    ...first,
    async importList(phones, options = {}) {
      const list = listContacts(phones.map((phone, index) => ({ phone, name: `Ann ${index}` })));
      const sealed = await first.dialer.campaigns.import(list, options);
      return sealed.campaign.name;
    },
    passTime(ms) {
      passed += ms;
    },
    setTime(now) {
      passed = now - Date.now();
    },
    now: () => clock.now(),
    another: (options = {}, how = {}) => open({ ...dialerOptions, ...options }, how).dialer,
    close,
  };
}

/** What a list of records says. */
export interface ListedCalls {
  readonly response: { readonly calls: Call[]; readonly pagination?: { readonly total_records: number } };
}

/** A client whose lists of records are changed on their way. */
export function changingClient(
  { apiKey, url }: RunningSandbox,
  change: (body: ListedCalls, offset: number) => void,
): Client {
  const changing = async (request: Request): Promise<Response> => {
    const answer = await fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== "GET" || !pathname.endsWith("/calls")) return answer;
    const body = (await answer.json()) as ListedCalls;
    change(body, Number(searchParams.get("offset")));
    return Response.json(body, { headers: { date: answer.headers.get("date") ?? "" } });
  };
  return createClient({ apiKey, baseUrl: url, fetch: changing });
}

/** A client of an API that does not tell its time. */
export function timelessClient({ apiKey, url }: RunningSandbox): CallPlacer {
  const { calls, agents } = createClient({ apiKey, baseUrl: url });
  return {
    agents,
    calls: {
      create: (request, options) => calls.create(request, options),
      list: (params, { signal } = {}) => calls.list(params, signal === undefined ? {} : { signal }),
    },
  };
}

/** So many different fictional callees. */
export function callees(count: number): readonly `+${string}`[] {
  const areas = [212, 213, 303, 305, 312, 404, 415, 503, 510, 602, 617, 702, 713, 808, 907];
  return Array.from({ length: count }, (_, index) => {
    const area = areas[Math.floor(index / 100) % areas.length];
    return `+1${area}55501${String(index % 100).padStart(2, "0")}` as const;
  });
}

/** Two people to call by themselves. */
export const CALL = { phone: "+14155550123", name: "Ada" } as const;
export const OTHER = { phone: "+14155550124", name: "Ben" } as const;

/** How many calls the API was asked to place. */
export function postsTo({ sandbox }: DialingDesk): number {
  return sandbox.requests.filter(({ operationId }) => operationId === "voice-call").length;
}
