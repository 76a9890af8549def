import { setTimeout } from "node:timers/promises";
import { createMemoryStore, parsePolicy } from "@dialpool/pool-strategies";
import { callsFor, loadStore } from "./subjects.js";
import { createNumbers, START } from "./workload.js";

/**
 * Measures how much memory a memory store takes for what its argument names, in a process of its own that
 * runs with --expose-gc, and prints it: JavaScript objects and typed arrays, bytes, without
 * what the caller handed in.
 */
const NUMBERS = 100_000;
const CALLEES = 1_000_000;
const LEASES = 500_000;

/** Bytes in use once everything that may be collected is; typed arrays are given back a moment later than objects. */
async function bytesInUse(): Promise<number> {
  for (let time = 0; time < 5; time++) {
    globalThis.gc?.();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  // `external` includes the memory of typed arrays.
  return heapUsed + external;
}

async function perNumber(): Promise<number> {
  const numbers = createNumbers(NUMBERS);
  const before = await bytesInUse();
  const store = loadStore(numbers);
  // Every number has carried a call, so that both of its windows are in use.
  for (const { slug } of numbers) store.record({ slug, callee: "+12125550123", at: START, now: START });
  const bytes = (await bytesInUse()) - before;
  if (store.usage("bench", { now: START }).length !== NUMBERS) throw new Error("The pool is not whole.");
  return bytes / NUMBERS;
}

async function perCallee(): Promise<number> {
  const numbers = createNumbers(100);
  const policy = parsePolicy({ affinity: "sticky", limits: { maxCallsPerCallee: null } });
  const next = callsFor({ size: NUMBERS, callees: "fresh" });
  const store = createMemoryStore({ maxCallees: CALLEES });
  store.load({ poolId: "bench", numbers, policy }, { now: START });
  const before = await bytesInUse();
  for (let index = 0; index < CALLEES; index++) {
    const slug = numbers[index % numbers.length]?.slug ?? "";
    store.record({ slug, callee: next().callee, at: START, now: START });
  }
  const bytes = (await bytesInUse()) - before;
  if (store.usage("bench", { now: START }).length !== numbers.length)
    throw new Error("The pool is not whole.");
  return bytes / CALLEES;
}

/** Ended leases are kept until their call has left the day's window. */
async function perLease(): Promise<number> {
  const store = loadStore(createNumbers(NUMBERS));
  const next = callsFor({ size: NUMBERS, callees: "recurring" });
  const before = await bytesInUse();
  for (let index = 0; index < LEASES; index++) {
    const { callee, tags, outcome } = next();
    const now = START + Math.floor((index * 80_000_000) / LEASES);
    const selection = store.acquire({ poolId: "bench", callee, tags, now, random: () => 0 });
    if (selection.ok) store.settle({ leaseId: selection.lease.id, to: "ended", outcome, now });
  }
  const bytes = (await bytesInUse()) - before;
  if (store.usage("bench", { now: START }).length !== NUMBERS) throw new Error("The pool is not whole.");
  return bytes / LEASES;
}

const MEASURES = { perNumber, perCallee, perLease };

const measure = MEASURES[process.argv[2] as keyof typeof MEASURES];
process.stdout.write(JSON.stringify(await measure()));
