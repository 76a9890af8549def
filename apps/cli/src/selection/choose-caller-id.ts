import {
  type E164,
  explain,
  type Grant,
  type Lease,
  type PoolStore,
  type Reasons,
  type Refusal,
  type RefusalCode,
  type Selection,
  type Tags,
} from "@dialpool/pool-strategies";
import { CliError } from "../cli-error.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { findNumber } from "./find-number.js";
import type { OpenPool } from "./open-pool.js";

/** The caller ID of one call, and why it is that one. */
export interface ChosenCallerId {
  readonly ok: true;
  readonly callerId: string;
  readonly slug: string;
  readonly how: "policy" | "hand";
  /** The link of the route that gave it; `null` if affinity or a person chose. */
  readonly link: string | null;
  /** `null` if a person chose. */
  readonly reasons: Reasons | null;
  readonly explanation: string;
}

/** Why there is no caller ID. */
export interface RefusedCallerId {
  readonly ok: false;
  readonly code: RefusalCode;
  /** ISO 8601; `null` if waiting does not help. */
  readonly retryAt: string | null;
  readonly reasons: Reasons;
  readonly explanation: string;
}

export type CallerIdChoice = ChosenCallerId | RefusedCallerId;

/** A call that a caller ID is chosen for. */
export interface ChoiceRequest {
  readonly agentId: string;
  readonly callee: E164;
  readonly tags: Tags;
  /** Asks for `reasons.trace`, with so many numbers a link. */
  readonly traceNumbers?: number;
}

/**
 * Chooses by the pool's policy. The store counts the choice as a call until its
 * lease is released.
 */
export async function chooseByPolicy(
  store: PoolStore,
  { agentId, ...call }: ChoiceRequest,
  { now, random }: Pick<Io, "now" | "random">,
): Promise<{ readonly choice: CallerIdChoice; readonly lease?: Lease }> {
  const selection = await store.acquire({ poolId: agentId, ...call, now: now(), random });
  const choice = choiceOf(selection);
  return selection.ok ? { choice, lease: selection.lease } : { choice };
}

/** A selection, as it is shown. */
export function choiceOf(selection: Grant): ChosenCallerId;
export function choiceOf(selection: Refusal): RefusedCallerId;
export function choiceOf(selection: Selection): CallerIdChoice;
export function choiceOf(selection: Selection): CallerIdChoice {
  const { reasons } = selection;
  const explanation = explain(withoutTrace(selection));
  if (!selection.ok) {
    const { code, retryAt } = selection;
    const at = retryAt === undefined ? null : new Date(retryAt).toISOString();
    return { ok: false, code, retryAt: at, reasons, explanation };
  }
  const { callerId, number } = selection;
  const link = reasons.link ?? null;
  return { ok: true, callerId, slug: number.slug, how: "policy", link, reasons, explanation };
}

/** The sentence stays one: what was looked at besides is shown as data. */
function withoutTrace(selection: Selection): Selection {
  const { trace: _, ...reasons } = selection.reasons;
  return { ...selection, reasons };
}

/**
 * Takes the number a person named. The policy is not asked for its choice, and it must be in the pool: the API
 * refuses others.
 *
 * @throws CliError (exit 4) if it is not attached.
 */
export function chooseByHand(
  { numbers, agentId, agentName }: Pick<OpenPool, "numbers" | "agentId" | "agentName">,
  text: string,
): ChosenCallerId {
  const number = findNumber(numbers, text);
  if (number === undefined) {
    const size = numbers.length === 1 ? "1 number" : `${numbers.length} numbers`;
    throw new CliError(EXIT.refused, `${text} is not attached to ${agentName}, whose pool has ${size}.`, {
      hint: `See them with: dialpool pool show --agent ${agentId}`,
    });
  }
  const { number: callerId, slug } = number;
  return {
    ok: true,
    callerId,
    slug,
    how: "hand",
    link: null,
    reasons: null,
    explanation: `${callerId}: named with --from.`,
  };
}

/** "Try again later" is said only where waiting helps. */
export function exitCodeOfRefusal({ retryAt }: RefusedCallerId): ExitCode {
  return retryAt === null ? EXIT.refused : EXIT.retryLater;
}
