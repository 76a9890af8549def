import type {
  AcquireRequest,
  EarlierCall,
  Lease,
  LoadReport,
  NumberUsage,
  PoolStore,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "../store.js";
import type { E164, PoolNumber } from "../types.js";
import { NOON, type PolicyParts, policyOf } from "./fixtures.js";

const POOL_ID = "agent";

/** For orders that draw nothing: fails the test if one does. */
function noDraw(): number {
  throw new Error("This order must not draw.");
}

/** Answers the draws one after the other; one more fails the test. */
export function drawsOf(...draws: readonly number[]): () => number {
  let at = 0;
  return () => {
    const draw = draws[at++];
    if (draw === undefined) throw new Error(`There must be ${draws.length} draws, not more.`);
    return draw;
  };
}

/** A store with a clock, and short ways to ask it: what the cases of the suite are written in. */
export class Desk {
  readonly store: PoolStore;
  /** The caller's clock, epoch ms. Set it to move it. */
  now = NOON;
  #callees = 0;

  constructor(store: PoolStore) {
    this.store = store;
  }

  async load(
    numbers: readonly PoolNumber[],
    policy: PolicyParts = {},
    {
      poolId = POOL_ID,
      random = noDraw,
      earlierCalls,
    }: {
      readonly poolId?: string;
      readonly random?: () => number;
      readonly earlierCalls?: readonly EarlierCall[];
    } = {},
  ): Promise<LoadReport> {
    const options = { now: this.now, random, ...(earlierCalls === undefined ? {} : { earlierCalls }) };
    return this.store.load({ poolId, numbers, policy: policyOf(policy) }, options);
  }

  /** Asks for a call; by default to somebody who was not called yet. */
  async acquire(callee: E164 = this.#somebody(), rest: Partial<AcquireRequest> = {}): Promise<Selection> {
    return this.store.acquire({ poolId: POOL_ID, callee, now: this.now, random: noDraw, ...rest });
  }

  /** The slug chosen, or the code of the refusal. */
  async pick(callee?: E164, rest?: Partial<AcquireRequest>): Promise<string> {
    const selection = await this.acquire(callee, rest);
    return selection.ok ? selection.lease.slug : selection.code;
  }

  /** That of several, joined by spaces. */
  async picks(count: number, rest?: Partial<AcquireRequest>): Promise<string> {
    const picks: string[] = [];
    for (let made = 0; made < count; made++) picks.push(await this.pick(undefined, rest));
    return picks.join(" ");
  }

  /** The lease of a call that must be granted. */
  async lease(callee?: E164, rest?: Partial<AcquireRequest>): Promise<Lease> {
    const selection = await this.acquire(callee, rest);
    if (selection.ok) return selection.lease;
    throw new Error(`Refused: ${JSON.stringify(selection)}`);
  }

  async settle(
    { id }: Pick<Lease, "id">,
    to: Settlement["to"],
    outcome?: Settlement["outcome"],
  ): Promise<SettleResult> {
    return this.store.settle({
      leaseId: id,
      to,
      now: this.now,
      ...(outcome === undefined ? {} : { outcome }),
    });
  }

  /** One call, granted and ended. */
  async call(outcome: Settlement["outcome"], callee?: E164, rest?: Partial<AcquireRequest>): Promise<Lease> {
    const lease = await this.lease(callee, rest);
    await this.settle(lease, "ended", outcome);
    return lease;
  }

  /** Counts a call that was placed elsewhere; by default just now, to somebody. */
  async record(slug: string, rest: Partial<RecordedCall> = {}): Promise<void> {
    await this.store.record({ slug, callee: this.#somebody(), at: this.now, now: this.now, ...rest });
  }

  async flag(slug: string, until: number | null | "lift"): Promise<boolean> {
    return this.store.flag({ slug, until, now: this.now });
  }

  async expire(): Promise<readonly Lease[]> {
    return this.store.expire({ now: this.now });
  }

  /** Usage of one number. */
  async usage(slug: string, poolId = POOL_ID): Promise<NumberUsage> {
    const all = await this.store.usage(poolId, { now: this.now });
    const usage = all.find((each) => each.slug === slug);
    if (usage === undefined) throw new Error(`The pool has no ${slug}: ${JSON.stringify(all)}`);
    return usage;
  }

  /** What an input is rejected with; the name of the path of its first issue, or the code of the error. */
  async rejection(attempt: () => unknown): Promise<string> {
    try {
      await attempt();
    } catch (error) {
      const { issues, code } = error as { issues?: readonly { path: string }[]; code?: string };
      return [code, issues?.[0]?.path].filter((part) => part !== undefined).join(" ");
    }
    return "nothing";
  }

  #somebody(): E164 {
    const index = this.#callees++;
    return `+1${["213", "510", "212", "917", "604", "628"][index % 6]}55501${50 + (Math.floor(index / 6) % 50)}`;
  }
}
