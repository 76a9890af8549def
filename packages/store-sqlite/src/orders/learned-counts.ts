import { randomInt } from "node:crypto";
import type { AnswerRateRules, CallOutcome, LinkStep } from "@dialpool/pool-strategies";
import { type AnswerCounts, halvingOf } from "@dialpool/pool-strategies/store-kit";
import type { StoredPool } from "../pools/stored-pool.js";

const DAY_MS = 86_400_000;
const NONE = { answered: 0, attempted: 0, at: 0 };

/** Counts, and up to when they are decayed, epoch ms. */
interface DatedCounts extends AnswerCounts {
  readonly at: number;
}

/** What the order `answer-rate` knows of a pool's numbers: read whole, and again when anybody has learned since. */
export class LearnedCounts {
  readonly #pool: StoredPool;
  readonly #halfLifeMs: number;
  readonly #select;
  readonly #selectVersion;
  #version = -1;
  readonly #steps = new Map<LinkStep, Map<string, DatedCounts>>();

  constructor(pool: StoredPool, { halfLifeDays }: AnswerRateRules) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#halfLifeMs = halfLifeDays * DAY_MS;
    this.#select = connection.prepare(
      "SELECT member, step, answered, attempted, at FROM learned WHERE pool = ?",
    );
    this.#selectVersion = connection.prepare("SELECT learned_version FROM pool WHERE pool = ?");
  }

  /** Counts at a step, by slug, decayed to `now`. */
  at(step: LinkStep, now: number): (slug: string) => AnswerCounts {
    this.#read();
    const counts = this.#steps.get(step);
    return (slug) => {
      const { answered, attempted, at } = counts?.get(slug) ?? NONE;
      const left = halvingOf((now - at) / this.#halfLifeMs);
      return { answered: answered * left, attempted: attempted * left };
    };
  }

  #read(): void {
    const version = this.#selectVersion.get(this.#pool.key)?.[0] as number;
    if (version === this.#version) return;
    this.#version = version;
    this.#steps.clear();
    for (const row of this.#select.all(this.#pool.key)) {
      const [member, step, answered, attempted, at] = row as readonly [
        number,
        LinkStep,
        number,
        number,
        number,
      ];
      const counts = this.#steps.get(step) ?? new Map<string, DatedCounts>();
      this.#steps.set(step, counts);
      const slug = this.#pool.numbers[member]?.slug as string;
      counts.set(slug, { answered, attempted, at });
    }
  }
}

/** Enters how a call ended. Called off or unknown says nothing of the number. */
export function learn(pool: StoredPool, member: number, step: LinkStep, outcome: CallOutcome): void {
  const rules = pool.policy.order;
  if (rules.name !== "answer-rate" || outcome === "canceled" || outcome === "unknown") return;
  const { connection, namespace } = pool.books;
  const { now } = namespace;
  const row = connection
    .prepare("SELECT answered, attempted, at FROM learned WHERE pool = ? AND step = ? AND member = ?")
    .get(pool.key, step, member) as readonly [number, number, number] | undefined;
  const [answered, attempted, at] = row ?? [0, 0, 0];
  const left = halvingOf((now - at) / (rules.halfLifeDays * DAY_MS));
  const won = outcome === "answered" ? 1 : 0;
  connection
    .prepare(
      "INSERT OR REPLACE INTO learned (pool, step, member, answered, attempted, at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(pool.key, step, member, answered * left + won, attempted * left + 1, now);
  connection.prepare("UPDATE pool SET learned_version = ? WHERE pool = ?").run(newVersion(), pool.key);
}

/** A version that nobody has used: a number that was used before an undone change must not come again. */
export function newVersion(): number {
  return randomInt(2 ** 47);
}
