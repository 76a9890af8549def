import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@dialpool/core";
import { createDialer, type DialerClock } from "@dialpool/dialer";
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

/** A call that left, on the machine's clock. */
export interface SentCall {
  /** When the dialer looked at the clock last, and found that the call's slot was good. */
  readonly lookedAt: number;
  /** When the request was handed over; later than the look by what the process was held up in between. */
  readonly sentAt: number;
}

/** What it tells its parent: that it is ready, and then what it sent. */
export type FromPace =
  | { readonly kind: "ready" }
  | { readonly kind: "sent"; readonly calls: readonly SentCall[] };

process.on("disconnect", () => process.exit(0));
process.once("message", (message) => {
  void dial(message as PaceOrder).then((calls) => tell({ kind: "sent", calls }));
});
tell({ kind: "ready" });

async function dial(order: PaceOrder): Promise<readonly SentCall[]> {
  const { path, url, apiKey, agentId, campaign, seconds, clockOrigin } = order;
  const now = machineClock(clockOrigin);
  const sent: SentCall[] = [];
  let lookedAt = 0;
  const clock: DialerClock = {
    now() {
      lookedAt = now();
      return Math.floor(lookedAt);
    },
    sleep: (ms, signal) =>
      sleep(Math.max(0, ms), undefined, signal === undefined ? {} : { signal }).catch(() => {}),
    random: () => Math.random(),
  };
  const store = openSqliteStore({ path });
  const { calls, agents } = createClient({ apiKey, baseUrl: url });
  const dialer = createDialer({
    ...PACE_DIALING,
    clock,
    client: {
      agents,
      calls: {
        list: calls.list.bind(calls),
        create(request, options) {
          sent.push({ lookedAt, sentAt: now() });
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
  return sent;
}

function tell(message: FromPace): void {
  process.send?.(message);
}
