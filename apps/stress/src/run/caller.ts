import type { E164, Lease } from "@dialpool/pool-strategies";
import type { AcquireBegun, SettleBegun } from "../log/entries.js";
import type { StressPlan } from "../plan/plan.js";
import { AREA_CODES, BRANDS, POOL_IDS } from "../plan/pools.js";

const CALLEES = 3_000;
const HOLD_MS = 120_000;

/** A settlement that is to be sent when its time has come. */
interface Due {
  readonly at: number;
  readonly leaseId: string;
  readonly to: SettleBegun["to"];
  readonly outcome?: NonNullable<SettleBegun["outcome"]>;
}

/** A verb before it has a name and an instant. */
export type PlannedVerb = Omit<AcquireBegun, "id" | "at" | "now"> | Omit<SettleBegun, "id" | "at" | "now">;

/**
 * What one process does: it asks for numbers, and settles what it got when its calls, of chance
 * length and outcome, are over. A few of them it forgets, as a process does that dies.
 */
export class Caller {
  readonly #policies: StressPlan["policies"];
  readonly #random: () => number;
  #due: Due[] = [];

  constructor(policies: StressPlan["policies"], random: () => number) {
    this.#policies = policies;
    this.#random = random;
  }

  /** A settlement that is due, or else an acquire. */
  next(now: number): PlannedVerb {
    const index = this.#due.findIndex(({ at }) => at <= now);
    const [due] = index < 0 ? [] : this.#due.splice(index, 1);
    if (due === undefined) return this.#acquire();
    const { leaseId, to, outcome } = due;
    return outcome === undefined ? { kind: "settle", leaseId, to } : { kind: "settle", leaseId, to, outcome };
  }

  /** A lease was granted: its call is planned. */
  granted({ id: leaseId, acquiredAt }: Lease): void {
    const fate = this.#random();
    const endsAt = acquiredAt + 2_000 + this.#random() * 28_000;
    if (fate < 0.04) return;
    if (fate < 0.12) {
      this.#due.push({ at: acquiredAt + this.#random() * 3_000, leaseId, to: "released" });
      return;
    }
    if (fate < 0.18) this.#due.push({ at: acquiredAt + 1_000, leaseId, to: "unknown" });
    if (fate < 0.5) this.#due.push({ at: acquiredAt + 1_500, leaseId, to: "placed" });
    const outcomes = ["answered", "no-answer", "voicemail", "busy", "failed", "blocked", "canceled"] as const;
    const outcome = outcomes[Math.floor(this.#random() ** 1.5 * outcomes.length)] ?? "answered";
    this.#due.push({ at: endsAt, leaseId, to: "ended", outcome });
  }

  /** A settlement has to be sent again, for nobody knows whether it was applied. */
  again({ leaseId, to, outcome }: Omit<SettleBegun, "id" | "at" | "now">): void {
    this.#due.push(outcome === undefined ? { at: 0, leaseId, to } : { at: 0, leaseId, to, outcome });
  }

  #acquire(): PlannedVerb {
    const random = this.#random;
    const who = Math.floor(random() * CALLEES);
    const callee: E164 = `+1${AREA_CODES[who % AREA_CODES.length]}${2_000_000 + who}`;
    const brand = BRANDS[Math.floor(random() * BRANDS.length)];
    return {
      kind: "acquire",
      poolId: POOL_IDS[Math.floor(random() * POOL_IDS.length)] as string,
      callee,
      ...(this.#policies === "plain" || brand === undefined ? {} : { tags: { brand } }),
      holdMs: HOLD_MS,
      draws: [random(), random()],
    };
  }
}
