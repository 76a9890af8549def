import {
  type Extensions,
  type Geography,
  type Policy,
  PolicyError,
  type PoolNumber,
} from "@dialpool/pool-strategies";
import { compileRoute, parsePolicy, slugKeyOf, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import type { BucketIds } from "../pool-definition.js";
import { limitListOf, poolRulesOf } from "../pool-rules.js";

/** A member as `scripts/check-members.lua` answers it; texts are empty where it cannot be read. */
export type MemberRow = readonly [
  key: string,
  number: string | null,
  weight: string,
  activeSince: string,
  ownLimits: string,
  bucketIds: string,
];

/** What is kept of a pool's definition, as texts. */
interface StoredDefinition {
  readonly poolId: string;
  readonly rules: string;
  readonly policy: string | null;
  readonly buckets: string | null;
}

/** What could be read of a definition, and what is wrong with it, as sentences. */
export interface CheckedDefinition {
  readonly policy: Policy | undefined;
  readonly numbers: readonly PoolNumber[];
  readonly bucketIds: BucketIds | undefined;
  readonly faults: readonly string[];
}

/**
 * Compares what a pool is with what the scripts go by: its rules follow from its policy, and every member from its number.
 *
 * @param isWhole Whether no load is under way, by which the two would differ.
 */
export function checkDefinition(
  { poolId, rules, policy: policyText, buckets }: StoredDefinition,
  members: readonly MemberRow[],
  isWhole: boolean,
  { geography, extensions }: { geography: Geography | undefined; extensions: Extensions | undefined },
): CheckedDefinition {
  const faults: string[] = [];
  const found = (clause: string) => faults.push(`The pool "${poolId}" ${clause}.`);
  const bucketIds = bucketIdsOf(buckets);
  if (bucketIds === undefined) found("has lost the ids of its buckets");
  const policy = policyText === null ? undefined : readOr(() => parsePolicy(JSON.parse(policyText)));
  if (policy === undefined && isWhole) found("has lost its policy");
  const numbers: PoolNumber[] = [];
  const rowsBySlug = new Map<string, MemberRow>();
  for (const row of members) {
    const [key, text] = row;
    const number = text === null ? undefined : readOr(() => JSON.parse(text) as PoolNumber);
    if (
      typeof number?.slug !== "string" ||
      typeof number.number !== "string" ||
      slugKeyOf(number.slug) !== key
    ) {
      faults.push(`What the number "${slugOfKey(key)}" of the pool "${poolId}" is, is lost.`);
      continue;
    }
    numbers.push(number);
    rowsBySlug.set(number.slug, row);
  }
  const checked = { policy, numbers, bucketIds, faults };
  if (policy === undefined || bucketIds === undefined || !isWhole) return checked;
  if (!isAlike(JSON.parse(rules).slice(1, 10), poolRulesOf(policy).slice(1, 10)))
    found("has rules that are not those of its policy");
  // Without what its policy needs, this process cannot tell which buckets a number is in.
  const route = readOr(() => compileRoute(policy.route, { geography, numbers, extensions }));
  if (route === undefined) return checked;
  const wanted = new Set<string>();
  for (const number of numbers) {
    const { slug, weight = 1, activeSince = -1, limits } = number;
    const [, , ...stands] = rowsBySlug.get(slug) as MemberRow;
    const names = route.bucketsOf(number);
    for (const name of names) wanted.add(name);
    const own = JSON.stringify(limits !== undefined && limitListOf(limits, policy.limits));
    const ids = names.map((name) => bucketIds.ids[name] ?? "?").join();
    const [isWeight, isActive, ownLimits, isIn] = stands;
    const isRight =
      Number(isWeight) === weight &&
      Number(isActive) === activeSince &&
      isAlike(
        readOr(() => JSON.parse(ownLimits)),
        JSON.parse(own),
      ) &&
      isIn === ids;
    if (!isRight)
      faults.push(`The number "${slug}" of the pool "${poolId}" stands otherwise than it was loaded.`);
  }
  if (Object.keys(bucketIds.ids).some((name) => !wanted.has(name))) found("has a bucket without a number");
  return checked;
}

function bucketIdsOf(text: string | null): BucketIds | undefined {
  const known = text === null ? undefined : readOr(() => JSON.parse(text) as Partial<BucketIds>);
  const isWhole =
    typeof known?.next === "number" && typeof known.ids === "object" && Array.isArray(known.retired);
  return isWhole ? (known as BucketIds) : undefined;
}

/** What is read, or nothing where it is not what the store wrote. */
function readOr<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PolicyError || error instanceof TypeError)
      return undefined;
    throw error;
  }
}

/** Lua writes numbers with 14 digits. */
function isAlike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((each, at) => isAlike(each, b[at]));
}
