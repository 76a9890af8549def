import type { E164, PoolDefinition, PoolStore } from "@dialpool/pool-strategies";
import { isDialerError } from "../../../src/errors.js";
import type { BeginRequest, ImportedRow } from "../../../src/journal.js";
import { START } from "../journal-history/history-pool.js";
import type { SyncJournal } from "../sync-journal.js";

export const CALLEE = "+16285550111";

/** Makes a campaign whose list is still to come. */
export function make(journal: SyncJournal, id: string): void {
  journal.createCampaign({
    id,
    agentId: "agent",
    startRate: 5,
    concurrency: 10,
    settings: { hours: "off" },
    createdAt: START,
  });
}

/** Makes a campaign of these rows. */
export function sealed(journal: SyncJournal, id: string, rows: readonly ImportedRow[], digest = "sha256:1") {
  make(journal, id);
  journal.addRows(id, rows);
  return journal.sealCampaign(id, { digest }).campaign;
}

export function contact(line: number, phone: E164) {
  return { kind: "contact", line, phone, name: `Callee of line ${line}` } as const;
}

/** Contacts at the lines 1 to `count`. */
export function contacts(count: number): readonly ImportedRow[] {
  return Array.from({ length: count }, (_, index) => contact(index + 1, calleeAt(index + 1)));
}

export function calleeAt(line: number): E164 {
  return `+162855501${String(line).padStart(2, "0")}`;
}

/** Asks for a call: to a contact if it has a line, else a single one. */
export function callTo(
  attemptId: string,
  ask: {
    readonly campaignId?: string;
    readonly line?: number;
    readonly callee?: E164;
    readonly concurrency?: number;
    readonly poolId?: PoolDefinition["poolId"];
    readonly holdMs?: number;
  },
): BeginRequest {
  const {
    campaignId = "c1",
    line,
    callee = calleeAt(line ?? 0),
    concurrency = 10,
    poolId = "agent",
    holdMs,
  } = ask;
  return {
    attemptId,
    ...(line === undefined ? {} : { contact: { campaignId, line } }),
    agentId: "agent",
    acquire: { poolId, callee, now: START, random: () => 0.5, ...(holdMs === undefined ? {} : { holdMs }) },
    deadline: START + 60_000,
    sendBy: START + 1000,
    concurrency,
  };
}

/** Lines of the contacts of `c1` in this state. */
export function linesOf(journal: SyncJournal, state: "queued"): readonly number[] {
  return journal.rows("c1", { states: [state], afterLine: 0, limit: 100 }).map(({ line }) => line);
}

/** Leases of the pool that are live. */
export function inFlight(store: Pick<PoolStore, "usage">): number {
  const usage = store.usage("agent", { now: START });
  if (usage instanceof Promise) throw new Error("These tests want a store that answers at once.");
  return usage.reduce((sum, number) => sum + number.inFlight, 0);
}

/** The code of what is thrown. */
export function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isDialerError(error) ? error.code : error;
  }
  return "nothing was thrown";
}
