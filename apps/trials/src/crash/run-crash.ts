import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@dialpool/core";
import { type Attempt, createDialer, type Dialer, listContacts, parseRetryRules } from "@dialpool/dialer";
import { type SqliteJournal, sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import { attemptIdOf, auditCalls, type Finding, postsOf } from "../witness/audit-calls.js";
import { attemptsOf, contactsOf } from "../witness/books.js";
import { calleesFrom } from "../witness/callees.js";
import { type SandboxHost, startSandboxProcess } from "../witness/sandbox-host.js";
import { seededRandom } from "../witness/seeded-random.js";
import { CRASH_DIALING, CRASH_POLICY } from "./dialing.js";
import { DyingProcess, type Ending } from "./dying-process.js";
import { drawDeath, type Life } from "./life.js";

/** What a crash trial is to be. */
export interface CrashPlan {
  readonly onAbsent: "leave" | "redial";
  readonly contacts: number;
  /** Another list is begun when one is finished before that many processes were killed. */
  readonly kills: number;
  /** Processes that dial at once, each killed and started again by itself. */
  readonly processes: number;
  readonly seed: number;
  /** A process lives at most so long, ms, if it is killed by the clock. */
  readonly maxLifeMs: number;
  /** Where the built processes are. */
  readonly folder: URL;
  readonly onProgress?: (sentence: string) => void;
}

/** What came of it. */
export interface CrashReport {
  readonly kills: number;
  readonly seconds: number;
  readonly contacts: number;
  readonly campaigns: number;
  readonly attempts: number;
  readonly posts: number;
  readonly calls: number;
  readonly finished: number;
  readonly absent: number;
  /** Attempts that a killed process left in its hands, by what had become of them. */
  readonly cutOff: {
    /** Written down, and the request never came to the API. */
    readonly notReceived: number;
    /** The API placed the call, and nobody wrote down its answer. */
    readonly received: number;
  };
  readonly findings: readonly Finding[];
}

/** Starts a second; slow enough for two thousand contacts to outlast three hundred processes. */
const RATES = [null, 5, 10, 20] as const;
const RETRIES = parseRetryRules("none");
const SPEED = 200;

/**
 * Dials lists of contacts by processes that are killed all the time, and compares what they kept with what the
 * sandbox, a process of its own that nobody kills, was sent.
 */
export async function runCrash(plan: CrashPlan): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), "dialpool-crash-"));
  const sandbox = await startSandboxProcess(plan.folder, {
    speed: SPEED,
    seed: plan.seed,
    outcomes: { completed: 6, busy: 2, "no-answer": 2 },
  });
  const path = join(folder, "campaign.db");
  const store = openSqliteStore({ path });
  try {
    return await new CrashTrial(plan, { sandbox, path, store }).run();
  } finally {
    store.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface CrashParts {
  readonly sandbox: SandboxHost;
  readonly path: string;
  readonly store: SqliteStore;
}

class CrashTrial {
  readonly #plan: CrashPlan;
  readonly #parts: CrashParts;
  readonly #journal: SqliteJournal;
  readonly #dialer: Dialer;
  readonly #cutOff = new Set<string>();
  readonly #lists: { readonly name: string; readonly phones: readonly `+${string}`[] }[] = [];
  #kills = 0;

  constructor(plan: CrashPlan, parts: CrashParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#journal = sqliteJournal(parts.store);
    const { url, apiKey, agentId } = parts.sandbox;
    this.#dialer = createDialer({
      ...CRASH_DIALING,
      client: createClient({ apiKey, baseUrl: url }),
      store: parts.store,
      journal: this.#journal,
      pool: { agentId, policy: CRASH_POLICY },
      onAbsent: plan.onAbsent,
    });
  }

  async run(): Promise<CrashReport> {
    const startedAt = performance.now();
    do {
      await this.#importList();
      await Promise.all(Array.from({ length: this.#plan.processes }, (_, place) => this.#dialList(place)));
    } while (this.#kills < this.#plan.kills);
    const report = await this.#report((performance.now() - startedAt) / 1000);
    await this.#dialer.close();
    return report;
  }

  async #importList(): Promise<void> {
    const phones = calleesFrom(this.#lists.length * this.#plan.contacts, this.#plan.contacts);
    const list = listContacts(phones.map((phone, index) => ({ phone, name: `Contact ${index}` })));
    const { campaign } = await this.#dialer.campaigns.import(list, { retries: RETRIES, startRate: null });
    this.#lists.push({ name: campaign.name, phones });
  }

  /** One place's processes, one after another: each is killed, until enough were, or the list is finished. */
  async #dialList(place: number): Promise<void> {
    const random = seededRandom(this.#plan.seed * 1_000 + place * 100 + this.#lists.length);
    let next = new DyingProcess(this.#plan.folder);
    for (;;) {
      const process = next;
      next = new DyingProcess(this.#plan.folder);
      const ending = await process.live(this.#nextLife(random));
      if (ending.kind === "killed") this.#noteKill();
      else if (isOver(ending)) break;
      else throw new Error(`A run ended as ${ending.state}: ${ending.stop ?? "nobody knows why"}.`);
    }
    await next.dismiss();
  }

  #nextLife(random: () => number): Life {
    const { url, apiKey, agentId } = this.#parts.sandbox;
    const death = drawDeath(random, this.#plan.maxLifeMs);
    return {
      path: this.#parts.path,
      url,
      apiKey,
      agentId,
      campaign: this.#lists.at(-1)?.name as string,
      onAbsent: this.#plan.onAbsent,
      startRate: RATES[Math.floor(random() * RATES.length)] ?? null,
      death: this.#kills < this.#plan.kills ? death : null,
    };
  }

  #noteKill(): void {
    this.#kills++;
    // Where several dial, an intended attempt may be in the hands of one that lives: it is counted if it is never answered.
    for (const { id, state } of this.#journal.openAttempts()) if (state === "intended") this.#cutOff.add(id);
    if (this.#kills % 25 !== 0) return;
    const { byState } = this.#journal.progress(this.#journal.campaigns().at(-1)?.id as string);
    this.#plan.onProgress?.(`${this.#kills} kills, ${JSON.stringify(byState)}`);
  }

  async #report(seconds: number): Promise<CrashReport> {
    const [requests, calls] = [await this.#parts.sandbox.requests(), await this.#parts.sandbox.calls()];
    const attempts = await attemptsOf(this.#journal);
    const findings: Finding[] = [...this.#health()];
    let [finished, absent] = [0, 0];
    for (const { name, phones } of this.#lists) {
      const contacts = await contactsOf(this.#dialer, name);
      finished += contacts.filter(({ state }) => state === "finished").length;
      absent += contacts.filter(({ state }) => state === "absent").length;
      const own = new Set<string>(phones);
      const evidence = {
        onAbsent: this.#plan.onAbsent,
        phones,
        contacts,
        attempts: attempts.filter(({ callee }) => own.has(callee)),
        requests: requests.filter(({ body }) =>
          own.has((body as { phone?: string } | undefined)?.phone ?? ""),
        ),
        calls: calls.filter(({ to }) => own.has(to)),
      };
      findings.push(...auditCalls(evidence));
    }
    findings.push(...(await this.#verified(calls.length)));
    const posts = postsOf(requests);
    return {
      kills: this.#kills,
      seconds,
      campaigns: this.#lists.length,
      contacts: this.#lists.reduce((sum, { phones }) => sum + phones.length, 0),
      attempts: attempts.length,
      posts: posts.length,
      calls: calls.length,
      finished,
      absent,
      cutOff: cutOffCounts(attempts, this.#cutOff, new Set(posts.map(attemptIdOf))),
      findings,
    };
  }

  #health(): readonly Finding[] {
    const store = this.#parts.store.check({ now: Date.now() }).findings;
    return [...this.#journal.check(), ...store].map(({ law, message }) => ({
      law: "health",
      message: `${law}: ${message}`,
    }));
  }

  /** The dialer's own comparison with the vendor's records must come to the same. */
  async #verified(calls: number): Promise<readonly Finding[]> {
    const { matches, different, withoutRecord, unknownCalls } = await this.#dialer.verify();
    if (matches === calls && different.length + withoutRecord.length + unknownCalls.length === 0) return [];
    const message = `Verifying found ${matches} matches of ${calls} calls, ${different.length} different, ${withoutRecord.length} without a record, ${unknownCalls.length} not ours.`;
    return [{ law: "match", message }];
  }
}

function isOver(ending: Extract<Ending, { kind: "ended" }>): boolean {
  return ending.state === "finished";
}

function cutOffCounts(
  attempts: readonly Attempt[],
  suspects: ReadonlySet<string>,
  received: ReadonlySet<string | undefined>,
): CrashReport["cutOff"] {
  // What its own process answered for was not cut off: then the reason of an unknown one is another.
  const cutOff = attempts.filter(({ id }) => suspects.has(id));
  const count = cutOff.filter(({ id }) => received.has(id)).length;
  return { received: count, notReceived: cutOff.length - count };
}
