import type { Lease, PoolDefinition } from "@dialpool/pool-strategies";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { isOpenLease } from "../audit/open-lease.js";
import type { Aftermath, JournalLine } from "../audit/records.js";
import { type LogWriter, machineMicroseconds } from "../log/log-writer.js";
import type { StressPlan } from "../plan/plan.js";
import { stressPools } from "../plan/pools.js";
import { seededRandom } from "../plan/seeded-random.js";
import type { WorkClock } from "../plan/work-clock.js";
import type { JournaledStore } from "../store/journaled-store.js";
import { openStore } from "../store/open-store.js";

/** Longer than any lease of a run is held, ms. */
const HOLD_IS_OVER_MS = 130_000;

/** The parent's own use of the store: it loads the pools, looks for overdue leases, and asks for everything at the end. */
export class Overseer {
  readonly #plan: StressPlan;
  readonly #clock: WorkClock;
  readonly #log: LogWriter;
  readonly #pools: readonly PoolDefinition[];
  #store: JournaledStore;
  /** Whether an answer of `expire` may be lost, so that all open leases are asked for. */
  #isAnswerLost = false;
  #sweeps = 0;

  private constructor(plan: StressPlan, clock: WorkClock, log: LogWriter, store: JournaledStore) {
    this.#plan = plan;
    this.#clock = clock;
    this.#log = log;
    this.#store = store;
    this.#pools = stressPools(plan);
  }

  static async open(plan: StressPlan, clock: WorkClock, log: LogWriter): Promise<Overseer> {
    return new Overseer(plan, clock, log, await openStore(plan.store, plan));
  }

  async load(): Promise<void> {
    const random = seededRandom(this.#plan.seed);
    for (const pool of this.#pools) {
      const draws: number[] = [];
      const now = this.#now();
      const drawn = () => {
        const draw = random();
        draws.push(draw);
        return draw;
      };
      await this.#store.load(pool, { now, random: drawn });
      this.#log.write({ kind: "loaded", at: machineMicroseconds(), pool, now, draws });
    }
  }

  /** Loads the same pools once more, which must change nothing. Answers whether it could. */
  loadAgain(): Promise<boolean> {
    return this.#whileReachable(async () => {
      for (const pool of this.#pools) {
        const now = this.#now();
        const random = () => {
          throw new RangeError("Nobody joins a pool that is loaded again, so nothing is drawn.");
        };
        // Written down before: the time that it gives counts even if its answer is lost.
        this.#log.write({ kind: "loaded", at: machineMicroseconds(), pool, now, draws: [] });
        await this.#store.load(pool, { now, random });
      }
    });
  }

  /** Asks for leases that are overdue, and writes them down. */
  async sweep(): Promise<void> {
    const isAnswered = await this.#whileReachable(async () => {
      if (this.#isAnswerLost) this.#write(this.#now(), await this.#openLeases());
      this.#isAnswerLost = false;
      await this.#expire(this.#now());
    });
    this.#isAnswerLost ||= !isAnswered;
  }

  async move(address: string): Promise<void> {
    await this.#store.close();
    this.#store = await openStore(address, this.#plan);
  }

  /** What the store says when all are done. */
  async aftermath(): Promise<Aftermath> {
    const now = this.#now() + (this.#plan.clock === "work" ? HOLD_IS_OVER_MS : 0);
    await this.#expire(now);
    const usage: Record<string, Aftermath["usage"][string]> = {};
    for (const { poolId } of this.#pools) usage[poolId] = await this.#store.usage(poolId, { now });
    const health = await this.#store.check({ now });
    const leases: Aftermath["leases"][number][] = [];
    let [sequence, latest] = [0, now];
    for await (const record of this.#store.exportNamespace()) {
      if (record.kind === "lease") leases.push(record);
      if (record.kind === "namespace") [sequence, latest] = [record.sequence, record.now];
    }
    return { now: latest, usage, leases, sequence, health };
  }

  journal(): Promise<readonly JournalLine[]> {
    return Promise.resolve(this.#store.journal());
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #now(): number {
    return this.#plan.clock === "real" ? Date.now() : this.#clock.now();
  }

  async #expire(now: number): Promise<void> {
    // When a lease became unknown decides who is called by whom only where numbers are sticky.
    if (this.#plan.policies === "plain") {
      this.#write(now, await this.#store.expire({ now }));
      return;
    }
    const id = `sweep.${++this.#sweeps}`;
    this.#log.write({ kind: "expire", id, at: machineMicroseconds(), now });
    const leases = await this.#store.expire({ now }, id);
    this.#log.write({ kind: "expired", id, at: machineMicroseconds(), now, leases });
  }

  #write(now: number, leases: readonly Lease[]): void {
    this.#log.write({ kind: "expired", at: machineMicroseconds(), now, leases });
  }

  async #openLeases(): Promise<readonly Lease[]> {
    const leases: Lease[] = [];
    for await (const record of this.#store.exportNamespace())
      if (record.kind === "lease" && isOpenLease(record)) leases.push(record);
    return leases;
  }

  async #whileReachable(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isPoolStoreError(error)) throw error;
      return false;
    }
  }
}
