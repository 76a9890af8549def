import type { AcquireRequest, Selection } from "@dialpool/pool-strategies";
import { checkAcquire, DRAWS, drawFrom } from "@dialpool/pool-strategies/store-kit";
import { AcquireCall } from "./acquire-call.js";
import type { JournaledSelection } from "./journal.js";
import { LearnedCounts } from "./learned-counts.js";
import type { NamespaceClient } from "./namespace-client.js";
import type { PoolDefinition } from "./pool-definition.js";
import type { PoolReader } from "./pool-reader.js";
import type { Scripts } from "./scripts.js";
import { SelectionReader } from "./selection-reader.js";
import { beingLoaded } from "./verb-errors.js";

/** Definitions are read anew this often. */
const MAX_REREADINGS = 100;

/** What an acquirer works with. */
export interface AcquirerParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly reader: PoolReader;
}

/** Acquires: makes chains and rankings, asks the script, and reads its answer. */
export class Acquirer {
  readonly #parts: AcquirerParts;
  readonly #learned = new WeakMap<PoolDefinition, LearnedCounts>();
  /** The highest instant that a ranking was asked for, by which the next is made. */
  #latest = 0;

  constructor(parts: AcquirerParts) {
    this.#parts = parts;
  }

  /** @param journalArgs What the journal's fragment is given; absent: it does not run. */
  async acquire(
    request: AcquireRequest,
    journalArgs?: readonly string[],
  ): Promise<Selection | JournaledSelection> {
    const checked = checkAcquire(request);
    const { client, reader } = this.#parts;
    const draws: number[] = [];
    for (let reading = 0; reading < MAX_REREADINGS; reading++) {
      const known = reader.known(request.poolId);
      const pool = known ?? (await reader.definition(request.poolId));
      const chain = pool.encode(pool.route.chainOf(request.callee, request.tags));
      while (draws.length < DRAWS[pool.policy.order.name]) draws.push(drawFrom(request.random));
      const asked = { request, checked, pool, chain, draws, journalArgs };
      const call = new AcquireCall(asked);
      if (call.isRanked) {
        call.latest = Math.max(this.#latest, request.now);
        call.learned = this.#learnedOf(pool);
        call.rank(0);
      }
      for (;;) {
        const answer = await client.call("a", request.now, call.text(), call.more());
        if (answer[0] === "stale") break;
        if (answer[0] === "rank") {
          this.#latest = Math.max(this.#latest, Number(answer[2]));
          call.rankAnew(Number(answer[1]) - 1, Number(answer[2]));
        } else if (answer[0] === "counts") {
          await call.learned?.refresh();
          call.rankAnew(0, call.latest);
        } else return new SelectionReader(asked).selectionOf(answer);
      }
      reader.forget(request.poolId, pool);
    }
    throw beingLoaded();
  }

  #learnedOf(pool: PoolDefinition): LearnedCounts | undefined {
    const { order } = pool.policy;
    if (order.name !== "answer-rate") return undefined;
    const known = this.#learned.get(pool);
    if (known !== undefined) return known;
    const { client, scripts } = this.#parts;
    const learned = new LearnedCounts(client, scripts, pool.index, order.halfLifeDays);
    this.#learned.set(pool, learned);
    return learned;
  }
}
