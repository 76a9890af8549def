import type { StoreFinding, StoreHealth } from "@dialpool/pool-strategies/store-kit";
import type { Answer } from "../namespace-client.js";
import { checkLeasedNumbers, checkLeases } from "./check-leases.js";
import { checkNumbers } from "./check-numbers.js";
import { checkFields, checkRest } from "./check-pages.js";
import { type CheckParts, CheckPass } from "./check-pass.js";
import { checkPool } from "./check-pool.js";

const MAX_FINDINGS = 100;
/** What is found must be found in each of so many passes. */
const PASSES = 3;
/** What the overview has before its rows of pools. */
const HEAD_FIELDS = 13;

/**
 * Checks the laws that the state must keep, page by page: what is there is what must be, and nothing else is.
 *
 * Others may call meanwhile, so pages may belong to different moments: what the first pass finds counts only if later ones find it too.
 */
export async function checkNamespace(parts: CheckParts): Promise<StoreHealth> {
  let health = await passOver(parts);
  for (let pass = 1; pass < PASSES && health.findings.length > 0; pass++) {
    const known = new Set(health.findings.map(({ message }) => message));
    const next = await passOver(parts);
    health = { ...next, findings: next.findings.filter(({ message }) => known.has(message)) };
  }
  return { ...health, findings: health.findings.slice(0, MAX_FINDINGS) };
}

async function passOver(parts: CheckParts): Promise<StoreHealth> {
  const pass = new CheckPass(parts);
  await pass.attempt("The generations of the namespace", () => checkGenerations(pass));
  const overview = await overviewOf(pass);
  if (overview[0] === "unreadable") {
    pass.found("engine", "The state cannot be read: Redis holds something else there.");
    return { pools: 0, numbers: 0, leases: 0, callees: 0, findings: pass.findings };
  }
  const [
    ,
    isReadable,
    now,
    headCallees,
    callees,
    heldCount,
    due,
    chunks,
    unlisted,
    isTyped,
    isQuick,
    neverDue,
    evicts,
  ] = overview;
  const pools = overview.slice(HEAD_FIELDS) as (readonly (string | number | null)[])[];
  pass.now = Number(now);
  if (isReadable !== "1") pass.found("engine", "The head of the namespace cannot be read.");
  if (isTyped === "1") pass.found("engine", "The list of pools or of leases is of another type.");
  for (const chunk of String(unlisted)
    .split(",")
    .filter((each) => each !== ""))
    pass.found(
      "index",
      `The list of leases is wrong at ${chunk.slice(0, 40)}: they would not be forgotten in time.`,
    );
  if (Number(headCallees) !== Number(callees))
    pass.found("counts", `There should be ${headCallees} callees, and ${callees} are listed by age.`);
  const { leases, held } = await checkLeases(pass, String(chunks).split(","));
  if (held !== Number(heldCount))
    pass.found("leases", `${held} leases are held, and ${heldCount} wait for their deadline.`);
  for (const row of pools) {
    const poolId = String(row[0]);
    await pass.attempt(`The pool "${poolId}"`, () => checkPool(pass, row));
  }
  if (pass.due !== Number(due))
    pass.found("parked", `${pass.due} members are to be looked at again, and ${due} wait for it.`);
  // So far the keys are those of pools' members, and with the first of them it is put there.
  if (isQuick !== "1" && pass.keys.size > 0)
    pass.found("index", "What wakes numbers has lost what keeps it quick.");
  if (Number(neverDue) > 0)
    pass.found("index", `${neverDue} that are never due are listed among what wakes numbers.`);
  if (evicts !== "")
    pass.found(
      "engine",
      `Redis throws keys out when its memory is full (maxmemory-policy ${evicts}), and limits with them. Set noeviction.`,
    );
  for (const list of ["ages", "strays", "held"]) await checkRest(pass, list);
  await checkFields(pass);
  checkLeasedNumbers(pass);
  await checkNumbers(pass);
  return {
    pools: pools.length,
    numbers: pass.keys.size,
    leases,
    callees: Math.max(0, Number(callees)),
    findings: [...new Map(pass.findings.map((finding) => [finding.message, finding])).values()],
  };
}

/** Moves time on, as any verb does; if that fails, looks without. */
async function overviewOf(pass: CheckPass): Promise<Answer> {
  const { client, scripts, now } = pass.parts;
  const what = "What every verb reads (the head, the numbers that are due)";
  const woken = await pass.attempt(what, () => client.verb(scripts.overview, now, [""]));
  if (woken !== undefined) return woken;
  pass.isStill = true;
  return client.verb(scripts.overview, now, ["1"], { isTimeless: true });
}

async function checkGenerations(pass: CheckPass): Promise<void> {
  const { client, scripts } = pass.parts;
  for (let from = "0"; from !== ""; ) {
    const answer = await client.run(scripts.checkGenerations, [client.generation, from]);
    if (answer[0] === "moved") {
      client.follow(String(answer[1]));
      from = "0";
      continue;
    }
    from = String(answer[1]);
    for (const [law, message] of answer[2] as (readonly [StoreFinding["law"], string])[])
      pass.found(law, message);
  }
}
