import type { OrderName } from "@dialpool/pool-strategies";
import type { RedisEngine } from "@dialpool/redis-server";
import { PLAN_DEFAULTS, type StressPlan } from "./plan.js";

/** Where a scenario's namespace is kept. */
export type HostKind =
  | "sqlite"
  | "redis"
  | "redis-always"
  | "redis-everysec"
  | "redis-replica"
  | "redis-cluster";

/** A run to be made, but for its place. */
export interface Scenario extends Omit<StressPlan, "store" | "folder"> {
  readonly name: string;
  readonly host: HostKind;
  /** Which Redis; the first that is found, unless it is given. */
  readonly engine?: RedisEngine;
}

/** Every order there is, two at a time. */
export const ORDER_PAIRS: readonly (readonly [OrderName, OrderName])[] = [
  ["weighted-round-robin", "least-recently-used"],
  ["round-robin", "least-used"],
  ["fewest-in-flight", "power-of-two"],
  ["random", "weighted-random"],
  ["rendezvous", "answer-rate"],
  ["custom", "round-robin"],
];

const EVERY_SECOND = { everyMs: 1_000 };

function scenario(
  name: string,
  host: HostKind,
  own: Partial<Omit<Scenario, "name" | "host">> = {},
): Scenario {
  return { ...PLAN_DEFAULTS, ...own, name, host };
}

/** The long runs on SQLite. */
export const SQLITE_SCENARIOS: readonly Scenario[] = [
  scenario("eight processes", "sqlite"),
  scenario("killed every second", "sqlite", { troubles: { kills: EVERY_SECOND }, seed: 2 }),
  scenario("with every kind of rule", "sqlite", { policies: "full", acquires: 20_000, seed: 4 }),
  ...ORDER_PAIRS.map((orders) =>
    scenario(orders.join(" and "), "sqlite", { orders, acquires: 20_000, seed: 3 }),
  ),
];

/** The long runs on Redis. */
export const REDIS_SCENARIOS: readonly Scenario[] = [
  scenario("eight processes", "redis-always"),
  scenario("killed every second", "redis-always", { troubles: { kills: EVERY_SECOND }, seed: 2 }),
  scenario("paused, scripts flushed", "redis-always", {
    acquires: 50_000,
    troubles: {
      server: [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((at) => [
        { at, what: "pause" as const },
        { at: at + 0.05, what: "flush-scripts" as const },
      ]),
    },
  }),
  ...(["redis-always", "redis-everysec"] as const).map((host) =>
    scenario(`crashed five times, ${host.slice("redis-".length)}`, host, {
      acquires: 50_000,
      troubles: { server: [0.1, 0.3, 0.5, 0.7, 0.9].map((at) => ({ at, what: "crash" })) },
    }),
  ),
  scenario("failed over", "redis-replica", {
    acquires: 50_000,
    troubles: { server: [{ at: 0.5, what: "failover" }] },
  }),
  scenario("on a cluster of three", "redis-cluster", {
    acquires: 50_000,
    troubles: {
      kills: EVERY_SECOND,
      server: [
        { at: 0.2, what: "flush-scripts" },
        { at: 0.4, what: "move-slot" },
        { at: 0.6, what: "crash" },
        { at: 0.8, what: "pause" },
      ],
    },
  }),
  scenario("with every kind of rule", "redis-always", { policies: "full", acquires: 20_000, seed: 4 }),
  ...ORDER_PAIRS.map((orders) =>
    scenario(orders.join(" and "), "redis-always", { orders, acquires: 20_000, seed: 3 }),
  ),
  scenario("clocks two seconds off, real time", "redis-always", { acquires: 40_000, clock: "real" }),
  scenario("clocks ten seconds off, real time", "redis-always", {
    acquires: 4_000,
    clock: "real",
    skewsMs: [0, 10_000, -10_000, 0],
  }),
];
