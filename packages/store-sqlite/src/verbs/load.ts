import type { LoadOptions, LoadReport, PoolDefinition as PoolToLoad } from "@dialpool/pool-strategies";
import {
  checkInstant,
  checkNumbers,
  drawFrom,
  PolicyError,
  parsePolicy,
  rankerOf,
  rejectNoDraw,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { PoolDefinition } from "../pools/definition.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { type CarriedTurns, turnsOf } from "../pools/turns.js";
import { writePool } from "../pools/write-pool.js";
import type { Changes } from "./changes.js";

/** Makes a pool known, or changes it in place. */
export function load(
  books: Books,
  shelf: PoolShelf,
  changes: Changes,
  { poolId, numbers, policy: source }: PoolToLoad,
  options: LoadOptions,
): LoadReport {
  checkInstant(options.now);
  checkNumbers(numbers);
  const policy = parsePolicy(source);
  const { geography, extensions } = shelf.parts;
  if (policy.limits.allowedCountries !== null && geography === undefined) throw geographyMissing();
  const definition = new PoolDefinition(policy, numbers, shelf.parts);
  rankerOf(policy.order, [], extensions);
  return books.connection.transaction(() => {
    const now = changes.advance(options.now);
    books.buckets.save();
    books.states.save();
    const old = shelf.find(poolId);
    const turns = old?.kind.name === policy.order.name ? turnsOf({ ...parts(old), now }) : undefined;
    const draws =
      policy.order.name === "weighted-random" ? newcomersDraws(definition, turns, options.random) : undefined;
    const oldIds = new Map(old?.numbers.map(({ slug }, member) => [slug, old.idOf(member)]));
    const pool = writePool(books, shelf.parts, { poolId, definition, turns, draws });
    if (policy.limits.maxCallsPerCallee !== null) books.namespace.countCallees();
    const report = leaveOld(books, oldIds, pool);
    books.numbers.save();
    changes.forgetRead();
    return report;
  });
}

function parts({ key, definition, books: { connection } }: StoredPool) {
  return { key, definition, connection };
}

/** One draw for each member that is new to at least one of its buckets, in slug order. */
function newcomersDraws(
  definition: PoolDefinition,
  turns: CarriedTurns | undefined,
  random: (() => number) | undefined,
): Float64Array {
  return Float64Array.from(definition.numbers, ({ slug }, member) => {
    const hadSeat = (name: string) => turns?.buckets.get(name)?.starts.has(slug) === true;
    if (definition.namesOf(member).every(hadSeat)) return 0;
    if (random === undefined) rejectNoDraw();
    return drawFrom(random);
  });
}

/** What has changed. A number that left its last pool keeps its counts and loses its turn. */
function leaveOld({ numbers }: Books, oldIds: ReadonlyMap<string, number>, pool: StoredPool): LoadReport {
  const slugs = new Set(pool.numbers.map(({ slug }) => slug));
  const removed = [...oldIds.keys()].filter((slug) => !slugs.has(slug));
  for (const slug of removed) {
    const state = numbers.at(oldIds.get(slug) as number);
    state.leave(pool.key);
    if (state.memberships.length > 0) continue;
    state.lastSequence = 0;
    state.lastSelectedAt = Number.NaN;
  }
  const added: string[] = [];
  const kept: string[] = [];
  for (const { slug } of pool.numbers) (oldIds.has(slug) ? kept : added).push(slug);
  return { added, removed, kept };
}

function geographyMissing(): PolicyError {
  const message =
    'Allowed countries need to know where numbers belong. Pass `geography` from "@dialpool/pool-strategies/geo".';
  return new PolicyError([{ path: "limits.allowedCountries", message }]);
}
