import { type Policy, parsePolicy } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { startRedis } from "@dialpool/redis-server";
import { createRedisStore } from "@dialpool/store-redis";
import { Redis } from "ioredis";
import { machineLine } from "../core/machine.js";
import { median } from "../core/median.js";
import { table } from "../selection/table.js";
import { RedisUsage, type ServerWork } from "./redis-usage.js";

const IN_FLIGHT = 64;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const CALLS = 2_000;
const SIZES = [100, 100_000];
const START_AT = 1_795_521_600_000;
const AREA_CODES = [212, 213, 305, 312, 404, 415, 503, 510, 602, 617, 628, 702, 713, 720, 818, 917];
/** Calls are so far apart that 100 numbers are never all at their gap. */
const STEP_MS = 15;

/** Limits that 100 numbers can keep in all rounds; the rest is as it comes. */
const POLICIES: Readonly<Record<string, Policy>> = {
  "round-robin": parsePolicy({ limits: { maxCallsPerDay: null } }),
  "local presence": parsePolicy({
    route: { localPresence: ["area-code", "overlay", "region", "country", "any"] },
    order: "least-recently-used",
    limits: { maxCallsPerDay: null },
  }),
};

interface Row {
  readonly name: string;
  readonly size: number;
  readonly loadMs: number;
  /** Per second. */
  readonly bare: number;
  readonly acquire: number;
  readonly settle: number;
  /** Verbs of acquire and settle in turn, as a share of bare scripts; the median of the rounds. */
  readonly ratio: number;
  readonly acquireWork: ServerWork;
  readonly settleWork: ServerWork;
  readonly bareWork: ServerWork;
}

/** Runs so many, a fixed number of them at once. Answers how many a second. */
async function rateOf(total: number, run: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < total) await run(next++);
    }),
  );
  return total / ((performance.now() - startedAt) / 1000);
}

async function measure(client: Redis, name: string, policy: Policy, size: number): Promise<Row> {
  await client.flushall();
  const store = createRedisStore({ client, namespace: "bench", geography, maxClockSkewMs: null });
  const numbers = Array.from({ length: size }, (_, index) => ({
    number: `+1${AREA_CODES[index % AREA_CODES.length]}${2_000_000 + Math.floor(index / AREA_CODES.length)}`,
    sid: null,
    slug: `n-${String(index).padStart(6, "0")}`,
  }));
  let now = START_AT;
  const startedAt = performance.now();
  await store.load({ poolId: "agent", numbers, policy }, { now, random: Math.random });
  const loadMs = performance.now() - startedAt;

  const sha = String(await client.script("LOAD", "return 1"));
  const usage = new RedisUsage(client);
  const rounds: { bare: number; acquire: number; settle: number; ratio: number }[] = [];
  const works: { bare: ServerWork; acquire: ServerWork; settle: ServerWork }[] = [];
  let callees = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const worked = async (run: () => Promise<number>) => {
      await usage.begin();
      const rate = await run();
      return [rate, await usage.end(CALLS)] as const;
    };
    const leases: string[] = [];
    const [bare, bareWork] = await worked(() => rateOf(CALLS, () => client.evalsha(sha, 0)));
    const [acquire, acquireWork] = await worked(() =>
      rateOf(CALLS, async () => {
        now += STEP_MS;
        const index = callees++;
        const callee = `+1${AREA_CODES[index % AREA_CODES.length]}${3_000_000 + index}` as const;
        const selection = await store.acquire({ poolId: "agent", callee, now, random: Math.random });
        if (!selection.ok) throw new Error(`Refused: ${selection.code}. The workload is to be granted.`);
        leases.push(selection.lease.id);
      }),
    );
    const [settle, settleWork] = await worked(() =>
      rateOf(CALLS, (index) =>
        store.settle({ leaseId: leases[index] as string, to: "ended", outcome: "answered", now }),
      ),
    );
    // The first round warms up.
    if (round === 0) continue;
    rounds.push({ bare, acquire, settle, ratio: 2 / (1 / acquire + 1 / settle) / bare });
    works.push({ bare: bareWork, acquire: acquireWork, settle: settleWork });
  }
  const middle = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  const work = (verb: "bare" | "acquire" | "settle"): ServerWork => ({
    verbsPerRun: median(works.map((each) => each[verb].verbsPerRun)),
    wallMicros: median(works.map((each) => each[verb].wallMicros)),
    cpuMicros: median(works.map((each) => each[verb].cpuMicros)),
  });
  return {
    name,
    size,
    loadMs,
    bare: middle(({ bare }) => bare),
    acquire: middle(({ acquire }) => acquire),
    settle: middle(({ settle }) => settle),
    ratio: middle(({ ratio }) => ratio),
    bareWork: work("bare"),
    acquireWork: work("acquire"),
    settleWork: work("settle"),
  };
}

const server = await startRedis();
const client = new Redis(server.url);
const rows: Row[] = [];
for (const [name, policy] of Object.entries(POLICIES))
  for (const size of SIZES) rows.push(await measure(client, name, policy, size));
await client.quit();
await server.stop();

const micros = ({ wallMicros, cpuMicros }: ServerWork) =>
  `${wallMicros.toFixed(0)} (${cpuMicros.toFixed(0)})`;
const whole = (value: number) => Math.round(value).toLocaleString("en-US");
console.log(`${machineLine}\n${IN_FLIGHT} in flight, ${ROUNDS} rounds of ${CALLS} calls, medians\n`);
console.log(
  table([
    [
      "",
      "numbers",
      "load ms",
      "bare/s",
      "acquire/s",
      "settle/s",
      "of bare",
      "verbs a run",
      "bare μs",
      "acquire μs",
      "settle μs",
    ],
    ...rows.map((row) => [
      row.name,
      whole(row.size),
      whole(row.loadMs),
      whole(row.bare),
      whole(row.acquire),
      whole(row.settle),
      row.ratio.toFixed(2),
      `${row.acquireWork.verbsPerRun.toFixed(1)}, ${row.settleWork.verbsPerRun.toFixed(1)}`,
      micros(row.bareWork),
      micros(row.acquireWork),
      micros(row.settleWork),
    ]),
  ]),
);
console.log(
  "\nμs: the server's commandstats for scripts by verb, and in brackets processor time of its main thread. Verbs of one turn share a run.\n",
);
for (const name of Object.keys(POLICIES)) {
  const [small, large] = rows.filter((row) => row.name === name) as [Row, Row];
  const growth = large.acquireWork.cpuMicros / small.acquireWork.cpuMicros;
  const goals: readonly (readonly [goal: string, isMet: boolean, measured: string])[] = [
    [
      "half of a bare EVALSHA at 64 in flight",
      Math.min(small.ratio, large.ratio) >= 0.5,
      `${small.ratio.toFixed(2)}, ${large.ratio.toFixed(2)}`,
    ],
    [
      "100 μs per acquire at 100,000 numbers",
      large.acquireWork.wallMicros <= 100,
      `${large.acquireWork.wallMicros.toFixed(0)} μs`,
    ],
    ["1.5 times what it is at 100 numbers", growth <= 1.5, growth.toFixed(2)],
    ["100,000 numbers loaded in 5 s", large.loadMs < 5000, `${(large.loadMs / 1000).toFixed(1)} s`],
  ];
  for (const [goal, isMet, measured] of goals)
    console.log(`${isMet ? "holds" : "FAILS"}  ${name}: ${goal} (${measured})`);
}
