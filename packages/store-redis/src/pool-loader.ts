import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type {
  Extensions,
  Geography,
  LoadOptions,
  LoadReport,
  PoolDefinition as PoolInput,
} from "@dialpool/pool-strategies";
import {
  checkGeography,
  checkInstant,
  checkNumbers,
  compileRoute,
  earlierCallsOf,
  parsePolicy,
  rankerOf,
  slugKeyOf,
  slugOfKey,
} from "@dialpool/pool-strategies/store-kit";
import { type LoadPlan, planLoad } from "./load-plan.js";
import type { Answer, NamespaceClient } from "./namespace-client.js";
import { bySlug, PoolDefinition } from "./pool-definition.js";
import type { PoolReader, StoredPool } from "./pool-reader.js";
import { poolRulesOf } from "./pool-rules.js";
import type { Scripts } from "./scripts.js";
import { beingLoaded } from "./verb-errors.js";

/** Members that one run takes in or out, or calls that it counts: a script must not hold the server for long. */
const BATCH = 500;
const WAIT_MS = 50;
const MAX_WAIT_MS = 30_000;

/** What a loader works with. */
export interface LoaderParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly reader: PoolReader;
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
}

/**
 * Loads a pool: what differs from what is stored, by one run of a script or, if it is much, by several. The pool changes in the last of
 * them; its own verbs wait from the first on. So nobody acquires from a pool of whose earlier calls some are still to be counted, and
 * one whose loader died in between is loaded once more, as a new one, by whoever comes next.
 */
export async function loadPool(
  { client, scripts, reader, geography, extensions }: LoaderParts,
  { poolId, numbers: given, policy: source }: PoolInput,
  options: LoadOptions,
): Promise<LoadReport> {
  const { now, random } = options;
  checkInstant(now);
  checkNumbers(given);
  const policy = parsePolicy(source);
  checkGeography(policy, geography);
  const numbers = bySlug(given);
  const route = compileRoute(policy.route, { geography, numbers, extensions });
  // Throws where a custom order is not registered.
  rankerOf(policy.order, [], extensions);
  const earlier = earlierCallsOf(options);

  let waited = 0;
  for (;;) {
    const stored = await storedPool(reader, poolId);
    if (stored?.load === "busy") {
      if (waited >= MAX_WAIT_MS) throw beingLoaded();
      await setTimeout(WAIT_MS);
      waited += WAIT_MS;
      continue;
    }
    const isWhole = stored?.policy !== undefined && stored.version !== "0" && stored.load === "";
    const known = reader.known(poolId);
    const before = !isWhole
      ? undefined
      : known?.version === stored.version
        ? known
        : reader.definitionOf(poolId, stored, stored.policy);
    const plan = planLoad({ policy, numbers, route, stored, before, random });
    const version = stored?.version ?? "0";
    const counted = version === "0" ? earlier : undefined;
    const calls = (counted ?? []).map(
      ({ callId, slug, callee, at, outcome }) =>
        [callId, slugKeyOf(slug), callee.slice(1), at, outcome === "answered"] as const,
    );
    const parts = { poolId, policy, version, plan, calls, now };
    const answer = await sendPlan(client, scripts, parts);
    if (answer[0] !== "loaded") {
      reader.forget(poolId, known);
      continue;
    }
    const [, index, newVersion] = answer as readonly string[];
    reader.remember(
      new PoolDefinition({
        poolId,
        index: index as string,
        version: newVersion as string,
        policy,
        numbers,
        bucketIds: plan.after,
        geography,
        extensions,
        route,
      }),
    );
    // What a dead loader left of a pool that was never loaded does not count.
    const oldKeys = version === "0" ? [] : [...(stored?.numbers.keys() ?? [])];
    const oldSlugs = new Set(oldKeys.map(slugOfKey));
    const slugs = numbers.map(({ slug }) => slug);
    return {
      added: slugs.filter((slug) => !oldSlugs.has(slug)),
      removed: plan.leaving.map(slugOfKey).filter((slug) => oldSlugs.has(slug)),
      kept: slugs.filter((slug) => oldSlugs.has(slug)),
      ...(counted === undefined ? {} : { counted: counted.length }),
    };
  }
}

/** What is stored; the numbers are read only if this process does not know that version. */
async function storedPool(reader: PoolReader, poolId: string): Promise<StoredPool | undefined> {
  const known = reader.known(poolId);
  if (known !== undefined) {
    const peeked = await reader.peek(poolId);
    if (peeked?.version === known.version && peeked.index === known.index && peeked.load === "")
      return { ...peeked, numbers: known.numbersByKey() };
  }
  return reader.read(poolId);
}

/** A plan and what it is for. */
export interface SentPlan {
  readonly poolId: string;
  readonly policy: PoolDefinition["policy"];
  readonly version: string;
  readonly plan: LoadPlan;
  /** To be counted: id, slug key, the callee's digits, when it was placed, whether it was answered. */
  readonly calls?: readonly (readonly [
    id: string,
    key: string,
    digits: string,
    at: number,
    isAnswered: boolean,
  ])[];
  readonly now: number;
}

/** Sends a plan batch by batch. Answers the last run's answer. */
export async function sendPlan(
  client: NamespaceClient,
  scripts: Scripts,
  { poolId, policy, version, plan, calls = [], now }: SentPlan,
): Promise<Answer> {
  const { leaving, coming } = plan;
  const members = leaving.length + coming.length;
  const batches = Math.max(1, Math.ceil((members + calls.length) / BATCH));
  const token = randomUUID();
  const rules = JSON.stringify(poolRulesOf(policy));
  const settingsOf = (isFirst: boolean, isLast: boolean) =>
    JSON.stringify({
      turns: isFirst ? plan.turns : [],
      order: plan.isOrderNew,
      counts: policy.limits.maxCallsPerCallee !== null,
      dropped: isLast ? plan.dropped : [],
    });
  let answer: Answer = ["loading"];
  for (let batch = 0; batch < batches; batch++) {
    const isLast = batch === batches - 1;
    /** What of a list is this batch's, if so many others come before it. */
    const shareOf = <Item>(list: readonly Item[], before: number) =>
      list.slice(Math.max(0, batch * BATCH - before), Math.max(0, (batch + 1) * BATCH - before));
    const comes = shareOf(coming, leaving.length);
    const args = [
      poolId,
      version,
      token,
      batch === 0 ? "1" : "",
      isLast ? "1" : "",
      rules,
      isLast ? JSON.stringify(policy) : "",
      batch === 0 || isLast ? JSON.stringify(isLast ? plan.after : plan.during) : "",
      settingsOf(batch === 0, isLast),
      JSON.stringify(shareOf(leaving, 0)),
      JSON.stringify(comes.map(({ spec }) => spec)),
      JSON.stringify(shareOf(calls, members)),
      ...comes.map(({ text }) => text),
    ];
    answer = await client.verb(scripts.load, now, args, { isTimeless: batch > 0 });
    if (answer[0] !== "loading") return answer;
  }
  return answer;
}
