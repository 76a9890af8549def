import type { StoreFinding, StoreHealth } from "@dialpool/pool-strategies/store-kit";
import { checkLeasedNumbers, checkLeases } from "./check-leases.js";
import { checkNumbers } from "./check-numbers.js";
import { checkFields, checkRest } from "./check-pages.js";
import { type CheckParts, CheckPass } from "./check-pass.js";
import { checkPool } from "./check-pool.js";
import { checkOverview, readOverview } from "./overview.js";

const MAX_FINDINGS = 100;
/** What is found must be found in each of so many passes. */
const PASSES = 3;

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
  const overview = await readOverview(pass);
  if (overview === undefined) {
    pass.found("engine", "The state cannot be read: Redis holds something else there.");
    return { pools: 0, numbers: 0, leases: 0, callees: 0, findings: pass.findings };
  }
  pass.now = overview.now;
  checkOverview(pass, overview);
  const { leases, held } = await checkLeases(pass, overview.chunks);
  if (held !== overview.held)
    pass.found("leases", `${held} leases are held, and ${overview.held} wait for their deadline.`);
  for (const row of overview.pools) await pass.attempt(`The pool "${row[0]}"`, () => checkPool(pass, row));
  if (pass.due !== overview.due)
    pass.found("parked", `${pass.due} members are to be looked at again, and ${overview.due} wait for it.`);
  // So far the keys are those of pools' members, and with the first of them it is put there.
  if (!overview.isQuick && pass.keys.size > 0)
    pass.found("index", "What wakes numbers has lost what keeps it quick.");
  for (const list of ["ages", "strays", "held"]) await checkRest(pass, list);
  await checkFields(pass);
  checkLeasedNumbers(pass);
  await checkNumbers(pass);
  return {
    pools: overview.pools.length,
    numbers: pass.keys.size,
    leases,
    callees: Math.max(0, overview.callees),
    findings: [...new Map(pass.findings.map((finding) => [finding.message, finding])).values()],
  };
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
