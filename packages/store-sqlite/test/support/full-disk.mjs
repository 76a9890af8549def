// What a store does on a file system that becomes full, as one JSON document. Its argument is the folder of that file system.
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "@dialpool/pool-strategies";
import { openSqliteStore } from "@dialpool/store-sqlite";

const NOON = 1_795_514_400_000;
const [, , folder] = process.argv;
const path = join(folder, "store.db");
const ballast = join(folder, "ballast");

const numbersOf = (count) =>
  Array.from({ length: count }, (_, index) => {
    const digits = String(index).padStart(4, "0");
    return { number: `+1415555${digits}`, sid: null, slug: `n${digits}` };
  });
const policy = parsePolicy({ affinity: "off", limits: { minGapSeconds: null, maxCallsPerDay: null } });
const acquire = (store, line) =>
  store.acquire({
    poolId: "agent",
    callee: `+1212555${String(line).padStart(4, "0")}`,
    now: NOON,
    random: () => 0.5,
  });
/** Leaves so many bytes free. */
const fill = (free) => {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - free)));
};
const failureOf = (attempt) => {
  try {
    attempt();
    return "none";
  } catch (error) {
    return { code: error.code, applied: error.applied, message: error.message };
  }
};

const store = openSqliteStore({ path });
store.load({ poolId: "agent", numbers: numbersOf(20), policy }, { now: NOON });
fill(128 * 1024);
let granted = 0;
const acquiring = failureOf(() => {
  for (; ; granted++) acquire(store, granted);
});
const loading = failureOf(() =>
  store.load({ poolId: "agent", numbers: numbersOf(3000), policy }, { now: NOON }),
);
const opening = failureOf(() => openSqliteStore({ path: join(folder, "other.db") }));
rmSync(ballast);
const findings = store.check({ now: NOON }).findings;
const next = acquire(store, 9000);
const numbers = store.usage("agent", { now: NOON });
store.close();
const again = openSqliteStore({ path });
const calls = again.usage("agent", { now: NOON }).reduce((sum, { callsInDay }) => sum + callsInDay, 0);
const after = again.check({ now: NOON }).findings;
again.close();
process.stdout.write(
  JSON.stringify({
    acquiring,
    loading,
    opening,
    granted,
    next: next.ok && next.lease.sequence,
    numbers: numbers.length,
    calls,
    findings: [...findings, ...after],
  }),
);
