import type { Extensions } from "../extensions.js";
import type { MaybePromise, PoolStore } from "../store.js";
import type { Geography } from "../types.js";
import type { Topic } from "./case.js";
import { affinityCases } from "./cases/affinity.js";
import { calleeCases } from "./cases/callees.js";
import { chainCases } from "./cases/chain.js";
import { clockCases } from "./cases/clock.js";
import { earlierCallCases } from "./cases/earlier-calls.js";
import { exhaustedCases } from "./cases/exhausted.js";
import { freshCases } from "./cases/fresh.js";
import { healthCases } from "./cases/health.js";
import { inputCases } from "./cases/input.js";
import { leaseCases } from "./cases/leases.js";
import { limitCases } from "./cases/limits.js";
import { orderCases } from "./cases/orders.js";
import { recordCases } from "./cases/record.js";
import { reloadCases } from "./cases/reload.js";
import { traceCases } from "./cases/trace.js";
import { windowCases } from "./cases/windows.js";
import { Desk } from "./desk.js";
import { conformanceExtensions } from "./extensions.js";
import { conformancePlaces } from "./places.js";
import type { TestFunctions } from "./test-functions.js";

/** What the suite asks a new store to be made with. */
export interface StoreSetup {
  readonly geography: Geography;
  readonly extensions: Extensions;
  /** How long a lease is live at most, ms; absent: the store's default of one hour. */
  readonly maxCallMs?: number;
}

/** Makes a store on a namespace of its own: nothing of an earlier one may be seen in it. */
export type CreateStore = (setup: StoreSetup) => MaybePromise<PoolStore>;

/** What a store may say of itself. */
export interface ConformanceOptions {
  /** Called after each test, to close what the store holds. */
  readonly close?: (store: PoolStore) => MaybePromise<void>;
  /** Sentences of tests that the store cannot pass, each with the reason; reported as skipped, with it. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Everything that the suite checks, by topic. */
export const conformanceTopics: readonly Topic[] = [
  leaseCases,
  clockCases,
  windowCases,
  limitCases,
  healthCases,
  calleeCases,
  chainCases,
  orderCases,
  affinityCases,
  freshCases,
  exhaustedCases,
  traceCases,
  recordCases,
  earlierCallCases,
  reloadCases,
  inputCases,
];

/**
 * Declares the tests that every {@link PoolStore} must pass: all rules of
 * `docs/selection.md`, each test on a new store.
 *
 * @throws Error when `skip` names a test that does not exist.
 * @example
 * import { describe, expect, it } from "vitest";
 * describePoolStore({ describe, it, expect }, "the memory store", (setup) => createMemoryStore(setup));
 */
export function describePoolStore(
  { describe, it, expect }: TestFunctions,
  name: string,
  createStore: CreateStore,
  { close, skip = {} }: ConformanceOptions = {},
): void {
  const sentences = new Set(conformanceTopics.flatMap(({ cases }) => cases.map(({ sentence }) => sentence)));
  const unknown = Object.keys(skip).find((sentence) => !sentences.has(sentence));
  if (unknown !== undefined)
    throw new Error(`There is no test ${JSON.stringify(unknown)} to skip. Give its sentence as it is.`);

  describe(name, () => {
    for (const topic of conformanceTopics) {
      describe(topic.name, () => {
        for (const { sentence, run, maxCallMs } of topic.cases) {
          const test = async () => {
            const setup = { geography: conformancePlaces, extensions: conformanceExtensions };
            const store = await createStore(maxCallMs === undefined ? setup : { ...setup, maxCallMs });
            try {
              await run(new Desk(store), expect);
            } finally {
              await close?.(store);
            }
          };
          const reason = skip[sentence];
          if (reason === undefined) it(sentence, test);
          else it.skip(`${sentence} (skipped: ${reason})`, test);
        }
      });
    }
  });
}
