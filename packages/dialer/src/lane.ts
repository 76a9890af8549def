import type { Refusal, Tags } from "@dialpool/pool-strategies";
import { askAgainAt } from "./contact-moves.js";

/**
 * What the row of a contact asks of the selection besides what the campaign does. Contacts of a campaign that ask for the same stand in one
 * *lane*: they choose from the same numbers.
 */
export interface LaneAsk {
  readonly agentId?: string;
  readonly callerId?: string;
  readonly tags?: Tags;
}

/** Lanes of a campaign whose rows ask for something of their own. Whoever asks for yet another thing asks for himself alone. */
export const MAX_LANES = 32;

/** The same text for all of one lane; `undefined` for those whose rows ask for nothing of their own. */
export function laneText({ agentId, callerId, tags }: LaneAsk): string | undefined {
  // Most rows, a million of them, end here.
  if (agentId === undefined && callerId === undefined && tags === undefined) return undefined;
  const names = Object.keys(tags ?? {});
  if (agentId === undefined && callerId === undefined && names.length === 0) return undefined;
  const sorted = names.sort().map((name) => [name, tags?.[name]]);
  return JSON.stringify([agentId ?? null, callerId ?? null, sorted]);
}

/** What a {@link laneText} stands for. */
export function laneAsk(text: string): LaneAsk {
  const [agentId, callerId, tags] = JSON.parse(text) as [string | null, string | null, [string, string][]];
  return {
    ...(agentId === null ? {} : { agentId }),
    ...(callerId === null ? {} : { callerId }),
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
  };
}

/**
 * Until when a refusal is that of everybody in the lane, epoch ms; `undefined` when it is the contact's own.
 *
 * It is everybody's when the last step of the route, *any*, was among the links that had every number at a limit: whoever
 * else asks with the same tags has no other numbers, whatever his place, and his earlier caller ID is one of them. Without that
 * step other places have other numbers. A refusal for the sake of the callee (frequency, country, his own number) is his own.
 */
export function laneHeldUntil({ code, reasons, ...when }: Refusal, now: number): number | undefined {
  if (code !== "exhausted") return undefined;
  const isOfAll = reasons.skipped.some(({ step, reason }) => step === "any" && reason === "all_at_limit");
  return isOfAll ? askAgainAt(when, now) : undefined;
}
