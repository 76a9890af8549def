import type { Lease } from "@dialpool/pool-strategies";
import type { AcquireBegun, ExpireBegun, SettleBegun } from "../log/entries.js";
import type { Findings } from "./findings.js";
import { isOpenLease } from "./open-lease.js";
import type { Allowance, JournalLine, Records } from "./records.js";
import { endOf, type Verb, verbsOf } from "./verbs.js";

/** A lease that was granted, at its place in the merged order. */
export interface GrantStep {
  readonly kind: "grant";
  readonly begun: AcquireBegun;
  readonly sequence: number;
  readonly now: number;
  readonly lease: Pick<Lease, "id" | "slug" | "poolId" | "callee" | "acquiredAt" | "holdUntil">;
}

/** A settlement that was applied. */
export interface SettleStep {
  readonly kind: "settle";
  readonly begun: SettleBegun;
  readonly now: number;
}

/** Leases whose deadline had passed, which became unknown. */
export interface ExpireStep {
  readonly kind: "expire";
  readonly begun: ExpireBegun;
  /** What the journal can tell of the namespace's time: it may have been later, for refusals move it on too. */
  readonly now: number;
  readonly leases: readonly Lease[];
}

export type Step = GrantStep | SettleStep | ExpireStep;

/** What all processes did together, one after the other. */
export interface History {
  readonly steps: readonly Step[];
  readonly verbs: ReadonlyMap<string, Verb>;
  /** Place in `steps` by the verb's id. */
  readonly places: ReadonlyMap<string, number>;
  /** Verbs that were answered and are not in the journal any more. */
  readonly lost: readonly Verb[];
  /** Leases that were granted and nobody was told of. */
  readonly unlogged: number;
}

/**
 * Merges the logs in the order of the journal, and says where logs and journal do not agree: a
 * lease or a sequence twice, a gap, an answer without an effect, an effect without an answer, an order that
 * contradicts the machine's clock.
 */
export function mergeHistory(records: Records, allowance: Allowance, findings: Findings): History {
  const verbs = verbsOf(records.entries, findings);
  const leases = leasesSeen(records);
  const places = new Map<string, number>();
  const steps: Step[] = [];
  let [unlogged, sequence, latestBegun] = [0, 0, 0];
  for (const line of records.journal) {
    const verb = verbs.get(line.id);
    if (verb === undefined || places.has(line.id)) {
      findings.add(
        "journal",
        `${line.id} was ${verb === undefined ? "applied and never asked for" : "applied twice"}.`,
      );
      continue;
    }
    places.set(line.id, steps.length);
    if (endOf(verb) < latestBegun)
      findings.add("journal", `${line.id} was answered before a verb began that comes earlier in the order.`);
    latestBegun = Math.max(latestBegun, verb.begun.at);
    checkAnswer(line, verb, findings);
    if (verb.begun.kind === "settle") {
      steps.push({ kind: "settle", begun: verb.begun, now: line.now });
      continue;
    }
    if (verb.begun.kind === "expire") {
      if (verb.answer?.kind === "expired")
        steps.push({ kind: "expire", begun: verb.begun, now: line.now, leases: verb.answer.leases });
      continue;
    }
    sequence++;
    if (line.sequence !== sequence)
      findings.add("sequence", `${line.id} has the sequence ${line.sequence}, and ${sequence} was next.`);
    sequence = line.sequence;
    const lease = verb.answer?.kind === "granted" ? verb.answer.lease : leases.get(line.sequence);
    if (verb.answer?.kind !== "granted") unlogged++;
    if (lease === undefined) {
      findings.add("leases", `Nobody was told of the lease ${line.sequence}, and it was never seen again.`);
      continue;
    }
    steps.push({ kind: "grant", begun: verb.begun, sequence: line.sequence, now: line.now, lease });
  }
  const lost = lostVerbs(verbs, places);
  checkSequences(verbs, places, leases, findings);
  const unanswered = [...verbs.values()].filter(({ answer }) => answer === undefined);
  if (unanswered.length > allowance.kills)
    for (const { begun } of unanswered)
      findings.add(
        "journal",
        `${begun.id} has no answer, and only ${allowance.kills} processes were killed.`,
      );
  for (const { begun, answer } of lost)
    if (!mayBeLost(answer?.at ?? 0, records, allowance))
      findings.add("leases", `${begun.id} was answered, and the store knows nothing of it.`);
  return { steps, verbs, places, lost, unlogged };
}

/** Whether a verb was answered so short a time before a crash or a failover that it may be gone. */
function mayBeLost(answeredAt: number, { entries }: Records, { lossMs }: Allowance): boolean {
  return entries.some(
    (entry) =>
      entry.kind === "trouble" &&
      (entry.what === "crash" || entry.what === "failover") &&
      answeredAt >= entry.at - lossMs * 1_000 &&
      answeredAt <= entry.until &&
      lossMs > 0,
  );
}

/** Leases that `expire` or the final export showed, by sequence. */
function leasesSeen({ entries, aftermath }: Records): ReadonlyMap<number, GrantStep["lease"]> {
  const leases = new Map<number, GrantStep["lease"]>();
  for (const entry of entries)
    if (entry.kind === "expired") for (const lease of entry.leases) leases.set(lease.sequence, lease);
  for (const lease of aftermath.leases) if (isOpenLease(lease)) leases.set(lease.sequence, lease);
  return leases;
}

/** What was applied must be what was answered, if anything was. */
function checkAnswer(line: JournalLine, { begun, answer }: Verb, findings: Findings): void {
  if (answer === undefined) return;
  const isSo =
    answer.kind === "failed"
      ? answer.applied === "maybe"
      : begun.kind === "settle"
        ? answer.kind === "settled" && answer.applied && answer.state === begun.to && line.sequence === 0
        : begun.kind === "expire"
          ? answer.kind === "expired" && line.sequence === 0
          : answer.kind === "granted" && answer.lease.sequence === line.sequence;
  if (!isSo) findings.add("journal", `${line.id} was applied, and answered with ${JSON.stringify(answer)}.`);
}

/** Answers that promise an effect of which the journal knows nothing. */
function lostVerbs(verbs: ReadonlyMap<string, Verb>, places: ReadonlyMap<string, number>): readonly Verb[] {
  return [...verbs.values()].filter(({ begun, answer }) => {
    const isPromised =
      answer?.kind === "granted" ||
      (answer?.kind === "settled" && answer.applied) ||
      (answer?.kind === "expired" && answer.leases.length > 0);
    return isPromised && !places.has(begun.id);
  });
}

/**
 * By the logs alone, whatever the journal says: each sequence once, and those that no log has found again in the
 * store. Left out is what the store lost, for it gives those sequences again.
 */
function checkSequences(
  verbs: ReadonlyMap<string, Verb>,
  places: ReadonlyMap<string, number>,
  leases: ReadonlyMap<number, unknown>,
  findings: Findings,
): void {
  const told = new Set<number>();
  let highest = 0;
  for (const { begun, answer } of verbs.values()) {
    if (answer?.kind !== "granted" || !places.has(begun.id)) continue;
    const { sequence } = answer.lease;
    if (told.has(sequence)) findings.add("sequence", `The sequence ${sequence} was given twice.`);
    told.add(sequence);
    highest = Math.max(highest, sequence);
  }
  let missing = 0;
  for (let sequence = 1; sequence <= highest; sequence++) {
    if (told.has(sequence)) continue;
    missing++;
    if (!leases.has(sequence))
      findings.add("sequence", `No log has the sequence ${sequence}, and no lease of it was seen.`);
  }
  const cutOff = [...verbs.values()].filter(
    (verb) => verb.begun.kind === "acquire" && endOf(verb) === Number.POSITIVE_INFINITY,
  );
  if (missing > cutOff.length)
    findings.add("sequence", `${missing} sequences are in no log; ${cutOff.length} acquires were cut off.`);
}
