import type { LinkStep } from "@dialpool/pool-strategies";
import { type AnswerCounts, halvingOf, LINK_STEPS, slugKeyOf } from "@dialpool/pool-strategies/store-kit";
import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

const DAY_MS = 86_400_000;

/** Counts, and up to when they are decayed, epoch ms. */
interface DatedCounts extends AnswerCounts {
  readonly at: number;
}

const NONE: AnswerCounts = { answered: 0, attempted: 0 };

/** What `answer-rate` has learned of one version of a pool, as far as this process has read it. */
export class LearnedCounts {
  readonly #client: NamespaceClient;
  readonly #scripts: Scripts;
  readonly #index: string;
  readonly #halfLifeMs: number;
  readonly #counts = new Map<string, DatedCounts>();
  /** Outcomes learned up to which it was read; raises with each that is. */
  count = "0";

  constructor(client: NamespaceClient, scripts: Scripts, index: string, halfLifeDays: number) {
    this.#client = client;
    this.#scripts = scripts;
    this.#index = index;
    this.#halfLifeMs = halfLifeDays * DAY_MS;
  }

  /** Reads what changed since. */
  async refresh(): Promise<void> {
    let isMore = true;
    while (isMore) {
      const [, count, more, ...entries] = await this.#client.ask(this.#scripts.counts, [
        this.#index,
        this.count,
      ]);
      for (const entry of entries) {
        const [field, answered, attempted, at] = entry as [string, string, string, string];
        this.#counts.set(field, {
          answered: Number(answered),
          attempted: Number(attempted),
          at: Number(at),
        });
      }
      this.count = count as string;
      isMore = more === "1";
    }
  }

  /** Of a step, decayed to `now`. */
  countsOf(step: LinkStep, now: number): (slug: string) => AnswerCounts {
    const code = LINK_STEPS.indexOf(step) + 1;
    return (slug) => {
      const known = this.#counts.get(`${code}:${slugKeyOf(slug)}`);
      if (known === undefined) return NONE;
      const left = halvingOf((now - known.at) / this.#halfLifeMs);
      return { answered: known.answered * left, attempted: known.attempted * left };
    };
  }
}
