import { createClient } from "@dialpool/core";
import { createDialer } from "@dialpool/dialer";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { machineClock } from "../clock/machine-clock.js";
import { PACE_DIALING, PACE_POLICY } from "./dialing.js";

/** What a process is told. */
export interface PaceOrder {
  readonly path: string;
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
  readonly campaign: string;
  readonly seconds: number;
  readonly clockOrigin: number;
}

/** What it tells its parent: that it is ready, and then when it sent requests, on the machine's clock. */
export type FromPace = { readonly kind: "ready" } | { readonly kind: "sent"; readonly at: readonly number[] };

process.on("disconnect", () => process.exit(0));
process.once("message", (message) => {
  void dial(message as PaceOrder).then((at) => tell({ kind: "sent", at }));
});
tell({ kind: "ready" });

async function dial(order: PaceOrder): Promise<readonly number[]> {
  const { path, url, apiKey, agentId, campaign, seconds, clockOrigin } = order;
  const now = machineClock(clockOrigin);
  const at: number[] = [];
  const store = openSqliteStore({ path });
  const { calls, agents } = createClient({ apiKey, baseUrl: url });
  const dialer = createDialer({
    ...PACE_DIALING,
    client: {
      agents,
      calls: {
        list: calls.list.bind(calls),
        create(request, options) {
          at.push(now());
          return calls.create(request, options);
        },
      },
    },
    store,
    journal: sqliteJournal(store),
    pool: { agentId, policy: PACE_POLICY },
  });
  const signal = AbortSignal.timeout(seconds * 1_000);
  for (;;) {
    const end = await dialer.campaigns.run(campaign, { signal });
    if (end.stop?.kind === "interrupted") break;
    // On a busy machine connections break in a row; the run is resumed.
    if (end.stop?.kind === "api_failing") continue;
    throw new Error(`The run ended as ${end.state}: ${end.stop?.message ?? "nobody was left to call"}`);
  }
  await dialer.close();
  store.close();
  return at;
}

function tell(message: FromPace): void {
  process.send?.(message);
}
