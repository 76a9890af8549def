import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createClient } from "@dialpool/core";
import { createDialer, listContacts } from "@dialpool/dialer";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { median } from "../core/median.js";

const GOAL = 0.5;

interface Api {
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
}

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "5000" },
    rounds: { type: "string", default: "5" },
    concurrency: { type: "string", default: "64" },
  },
});
const [calls, rounds, concurrency] = [
  Number(values.calls),
  Number(values.rounds),
  Number(values.concurrency),
];

/** Calls a second of a loop that does nothing but `fetch`, so many at a time. */
async function fetchLoop({ url, apiKey, agentId }: Api, round: number): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  let next = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (next < calls) {
      const body = JSON.stringify({ model_id: agentId, phone: phoneOf(round, next++), name: "Ann" });
      const answer = await fetch(`${url}/calls`, { method: "POST", headers, body });
      await answer.json();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (calls / (performance.now() - startedAt)) * 1000;
}

/** Calls a second of a campaign, up to the last answer to a `POST /calls`, and up to the last outcome that was read. Intents are durable at `full`. */
async function dial(
  { url, apiKey, agentId }: Api,
  round: number,
): Promise<{ readonly placed: number; readonly ended: number }> {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-bench-"));
  const store = openSqliteStore({ path: join(folder, "state.db"), synchronous: "full" });
  const limits = { maxCallsPerDay: null, minGapSeconds: null, maxCallsPerCallee: null } as const;
  const { agents, calls: api } = createClient({ apiKey, baseUrl: url });
  let lastAnswerAt = 0;
  const create: typeof api.create = async (...request) => {
    const placed = await api.create(...request);
    lastAnswerAt = performance.now();
    return placed;
  };
  const dialer = createDialer({
    client: { agents, calls: { create, list: (...query) => api.list(...query) } },
    store,
    journal: sqliteJournal(store),
    pool: { agentId, policy: { limits } },
    startRate: null,
    concurrency: 10_000,
  });
  const contacts = Array.from({ length: calls }, (_, index) => ({
    phone: phoneOf(round, index),
    name: "Ann",
  }));
  const { campaign } = await dialer.campaigns.import(listContacts(contacts));
  const startedAt = performance.now();
  const end = await dialer.campaigns.run(campaign.name);
  const rateUntil = (at: number) => (calls / (at - startedAt)) * 1000;
  const rates = { placed: rateUntil(lastAnswerAt), ended: rateUntil(performance.now()) };
  if (end.progress.byState.finished !== calls) throw new Error(`Not all were called: ${JSON.stringify(end)}`);
  await dialer.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return rates;
}

function phoneOf(round: number, index: number): `+${string}` {
  return `+1${2_000_000_000 + round * 10_000_000 + index}`;
}

const child = fork(fileURLToPath(new URL("sandbox-process.js", import.meta.url)));
const [api] = (await once(child, "message")) as [Api];
const bare: number[] = [];
const dialled: number[] = [];
const ended: number[] = [];
const ratios: number[] = [];
for (let round = 0; round <= rounds; round++) {
  const loop = await fetchLoop(api, 2 * round);
  const rates = await dial(api, 2 * round + 1);
  // The first round warms up.
  if (round === 0) continue;
  bare.push(loop);
  dialled.push(rates.placed);
  ended.push(rates.ended);
  ratios.push(rates.placed / loop);
  console.log(
    `round ${round}: fetch ${Math.round(loop)}/s, dialer ${Math.round(rates.placed)}/s placed, ${Math.round(rates.ended)}/s ended, ${(rates.placed / loop).toFixed(3)}`,
  );
}
child.disconnect();
const ratio = median(ratios);
const isMet = ratio >= GOAL;
const spread = `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
console.log(
  `median: fetch ${Math.round(median(bare))}/s, dialer ${Math.round(median(dialled))}/s placed, ${Math.round(median(ended))}/s ended, ratio ${ratio.toFixed(3)}, ${spread} (goal ${GOAL}: ${isMet ? "holds" : "FAILS"})`,
);
process.exitCode = isMet ? 0 : 1;
