import { type StoreFinding, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { checkBuckets, type Tally } from "./check-buckets.js";
import { checkDefinition, type MemberRow } from "./check-definition.js";
import { checkRest } from "./check-pages.js";
import { type CheckPass, PAGE } from "./check-pass.js";

/** A pool as `scripts/overview.lua` answers it. */
interface PoolOverview {
  readonly poolId: string;
  readonly index: string;
  readonly rules: string;
  readonly policy: string | null;
  readonly buckets: string | null;
}

/** Checks a pool by its row of the overview: its rules and definition, its members, its buckets, what it has learned. */
export async function checkPool(pass: CheckPass, row: readonly (string | number | null)[]): Promise<void> {
  const [poolId, index, name, rules, load, policy, buckets, isVersion] = row as readonly string[];
  const [size, members, definitions, resting, learned, learnedByAge, hasZone, inOrder, fields] = row
    .slice(8)
    .map(Number) as readonly number[];
  const what = `The pool "${poolId}"`;
  const found = (clause: string) => pass.found("index", `${what} ${clause}.`);
  if (name !== poolId) found("is not called so by its own index");
  if (load === "dead") found("was being loaded by a process that died: load it once more");
  if (rules === "" && load === "") found("has lost its rules");
  if (rules !== "" && isVersion !== "1") found("has a version that was never given");
  if (rules !== "" && load === "" && Number(size) !== members)
    found(`lists ${members} numbers, and its rules say ${size}`);
  if (members !== inOrder) found("lists numbers where they are not looked for");
  if (load === "" && fields !== 2) found(`has ${fields} fields in its definition, and must have 2`);
  if (members !== definitions) found(`lists ${members} numbers, and keeps what ${definitions} are`);
  if (learned !== learnedByAge) found(`has learned ${learned} counts, and lists ${learnedByAge}`);
  if (hasZone !== 1) found("has lost the periods of its time zone");
  const isWhole = rules !== "" && load === "";
  const overview = { poolId, index, rules, policy, buckets } as PoolOverview;
  await checkMembers(pass, overview, isWhole, Number(resting));
  await checkRest(pass, `al:${index}`);
}

async function checkMembers(
  pass: CheckPass,
  pool: PoolOverview,
  isWhole: boolean,
  resting: number,
): Promise<void> {
  const { client, scripts } = pass.parts;
  const { poolId, index } = pool;
  const tallies = new Map<string, Tally>();
  const rows: MemberRow[] = [];
  let rested = 0;
  let after = "";
  for (let isMore = true; isMore; ) {
    const args = [index, after, PAGE, pass.isStill ? "1" : ""];
    const answer = await client.verb(scripts.checkMembers, pass.parts.now, args, { isTimeless: true });
    const [, more, findings, counts, due, inRest, ...page] = answer;
    isMore = more === "1";
    pass.due += Number(due);
    rested += Number(inRest);
    for (const member of page as MemberRow[]) {
      after = member[0];
      pass.keys.add(after);
      rows.push(member);
    }
    for (const [law, key, clause] of findings as (readonly [StoreFinding["law"], string, string])[])
      pass.found(law, `The number "${slugOfKey(key)}" of the pool "${poolId}" ${clause}.`);
    for (const [id, ...sizes] of counts as (readonly (number | string)[])[]) {
      const tally = tallies.get(String(id)) ?? [0, 0, 0, 0];
      tallies.set(String(id), tally.map((size, at) => size + Number(sizes[at])) as Tally);
    }
  }
  if (rested !== resting)
    pass.found("index", `The pool "${poolId}" counts ${resting} numbers as resting, and has ${rested}.`);
  const { geography, extensions } = pass.parts;
  const { policy, numbers, bucketIds, faults } = checkDefinition(pool, rows, isWhole, {
    geography,
    extensions,
  });
  for (const fault of faults) pass.found("index", fault);
  await checkBuckets(pass, { poolId, index, policy, bucketIds, tallies, numbers });
}
