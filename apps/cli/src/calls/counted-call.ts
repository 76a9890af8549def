import { type Call, isCallOutcomeUnknownError, isSynthflowError } from "@dialpool/core";
import { callOutcome, type E164, type Lease } from "@dialpool/pool-strategies";
import { CliError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import type { PoolState } from "../store/pool-state.js";

/** A call that is about to be placed, and what it holds in the pool's state. */
export interface CountedCall {
  /** Its number was named by hand: no lease counts for it, so its record does. */
  readonly byHand?: { readonly slug: string; readonly callee: E164 };
  readonly lease?: Lease;
}

/**
 * Places a call and tells the pool's state what became of it. A call that surely was not placed is
 * given back; one that may ring counts.
 *
 * Once the request has left, a state that cannot be written to is noted and does not take the call's
 * id from whoever placed it.
 */
export async function placeCounted(
  context: Pick<CommandContext, "io" | "note">,
  state: PoolState,
  call: CountedCall,
  place: () => Promise<string>,
): Promise<string> {
  const { interrupted } = context.io;
  let became: "placed" | "unknown" | "released" = "released";
  try {
    interrupted.throwIfAborted();
    became = "placed";
    return await place();
  } catch (error) {
    if (became === "placed") became = mayRing(error) ? "unknown" : "released";
    throw error;
  } finally {
    await tell(context, () => settle(context, state, call, became));
  }
}

/** Tells the pool's state how a call ended, which decides whether its number rests. */
export async function countEnd(
  context: Pick<CommandContext, "io" | "note">,
  { store }: PoolState,
  { lease }: CountedCall,
  record: Call,
): Promise<void> {
  if (lease === undefined) return;
  await tell(context, async () => {
    const outcome = callOutcome(record);
    await store.settle({ leaseId: lease.id, to: "ended", outcome, now: context.io.now() });
  });
}

async function settle(
  { io }: Pick<CommandContext, "io">,
  { store, isKept }: PoolState,
  { lease, byHand }: CountedCall,
  to: "placed" | "unknown" | "released",
): Promise<void> {
  const now = io.now();
  if (lease !== undefined) await store.settle({ leaseId: lease.id, to, now });
  // Without a state that is kept, the next command reads it in the call records.
  if (byHand !== undefined && to !== "released" && isKept) await store.record({ ...byHand, at: now, now });
}

/** All that the client throws proves that nothing was placed, but for what says that nobody knows. */
function mayRing(error: unknown): boolean {
  const cause = error instanceof CliError ? error.cause : error;
  return !isSynthflowError(cause) || isCallOutcomeUnknownError(cause);
}

async function tell({ note }: Pick<CommandContext, "note">, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    note(
      `Warning: the pool state was not told what became of the call: ${why} It counts as one that may go on.`,
    );
  }
}
