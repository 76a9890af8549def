import { createMemoryStore, type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { Outcome } from "./measure.js";
import type { Workload } from "./workload.js";

const POOL_ID = "bench";
const DAY_MS = 86_400_000;
const MAX_CALLS_PER_DAY = 75;

/** Sticky, by area code, country and then any, weighted round-robin, 75 calls a day. */
const POLICY = parsePolicy({
  affinity: "sticky",
  route: { localPresence: ["area-code", "country", "any"] },
  order: "weighted-round-robin",
  limits: { maxCallsPerDay: MAX_CALLS_PER_DAY },
});

/** One selection of the memory store: acquired, placed and ended. */
export function memoryStoreSubject({ numbers, start, next }: Workload): () => Outcome {
  const store = createMemoryStore({ geography });
  store.load({ poolId: POOL_ID, numbers, policy: POLICY }, { now: start });
  const random = () => 0;
  return () => {
    const { callee, now } = next();
    const selection = store.acquire({ poolId: POOL_ID, callee, now, random });
    if (!selection.ok) return { isGranted: false, isKept: false };
    const leaseId = selection.lease.id;
    store.settle({ leaseId, to: "placed", now });
    store.settle({ leaseId, to: "ended", now });
    return { isGranted: true, isKept: selection.reasons.affinity === "kept" };
  };
}

/** The same rules as one writes them first: filter the pool, sort what is left, take the first. */
export function plainSubject({ numbers, next }: Workload): () => Outcome {
  const calls = new Map<string, number[]>(numbers.map(({ slug }) => [slug, []]));
  const previous = new Map<string, PoolNumber>();
  const levels: readonly ((number: PoolNumber, callee: string) => boolean)[] = [
    (number, callee) => number.number.slice(0, 5) === callee.slice(0, 5),
    (number, callee) => geography.locate(number.number).country === geography.locate(callee).country,
    () => true,
  ];
  const callsOf = ({ slug }: PoolNumber, now: number) => {
    const list = calls.get(slug) ?? [];
    while ((list[0] ?? now) <= now - DAY_MS) list.shift();
    return list;
  };
  return () => {
    const { callee, now } = next();
    const isFree = (number: PoolNumber) => callsOf(number, now).length < MAX_CALLS_PER_DAY;
    const load = (number: PoolNumber) => callsOf(number, now).length / (number.weight ?? 1);
    const earlier = previous.get(callee);
    const isKept = earlier !== undefined && isFree(earlier);
    let chosen = isKept ? earlier : undefined;
    for (const fits of levels) {
      chosen ??= numbers
        .filter((number) => fits(number, callee) && isFree(number))
        .sort((a, b) => load(a) - load(b) || (a.slug < b.slug ? -1 : 1))[0];
    }
    if (chosen === undefined) return { isGranted: false, isKept: false };
    callsOf(chosen, now).push(now);
    previous.set(callee, chosen);
    return { isGranted: true, isKept };
  };
}
