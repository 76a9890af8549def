import HashRing from "hashring";
import { P2cBalancer } from "load-balancers";
import rendezvousHash from "rendezvous-hash";
import Peers from "weighted-round-robin";
import WeightedPool from "wrr-pool";
import type { Subject } from "./measure.js";
import { callsFor, GRANTED, numbersOf, REFUSED } from "./subjects.js";

/** Above it a ring of 160 points a number takes minutes to build. */
const LARGEST_RING = 1_000;

/** A library that picks one of many: the algorithm alone, with no route, limits, affinity or leases. */
export interface Peer {
  readonly name: string;
  /** What it does. */
  readonly algorithm: string;
  /** `undefined` for a size that it cannot be built at. */
  create(size: number): Subject | undefined;
}

const isPicked = (value: unknown) => (value === undefined || value === null ? REFUSED : GRANTED);

/** Each is asked by the calls of the benchmark, so that the cost of making them is in every figure. */
export const PEERS: readonly Peer[] = [
  {
    name: "weighted-round-robin 2.0.2",
    algorithm: "smooth weighted round-robin, as in nginx: looks at every number",
    create(size) {
      const peers = new Peers();
      for (const { slug, weight = 1 } of numbersOf(size)) peers.add({ id: slug, weight });
      return asked(size, () => peers.get());
    },
  },
  {
    name: "wrr-pool 1.1.4",
    algorithm: "weighted round-robin by rounds of falling weight: bursts of the heavy ones",
    create(size) {
      const pool = new WeightedPool();
      const numbers = numbersOf(size);
      // Each add walks the whole pool: all but the last go in directly.
      for (const { slug, weight = 1 } of numbers.slice(1)) pool.peers.push({ value: slug, weight });
      pool.add(numbers[0]?.slug, numbers[0]?.weight ?? 1);
      return asked(size, () => pool.next());
    },
  },
  {
    name: "load-balancers 1.3.52",
    algorithm: "power of two choices",
    create(size) {
      const balancer = new P2cBalancer(size);
      return asked(size, () => balancer.pick());
    },
  },
  {
    name: "rendezvous-hash 1.0.1",
    algorithm: "rendezvous hashing, MD5, no weights: looks at every number",
    create(size) {
      const sites = Object.fromEntries(numbersOf(size).map(({ slug }) => [slug, slug]));
      return asked(size, (callee) => rendezvousHash(callee, sites));
    },
  },
  {
    name: "hashring 3.2.0",
    algorithm: "consistent hashing, a ring of 160 points a number",
    create(size) {
      if (size > LARGEST_RING) return undefined;
      const ring = new HashRing(numbersOf(size).map(({ slug }) => slug));
      return asked(size, (callee) => ring.get(callee));
    },
  },
];

function asked(size: number, pick: (callee: string) => unknown): Subject {
  const next = callsFor({ size, callees: "recurring" });
  return () => isPicked(pick(next().callee));
}
