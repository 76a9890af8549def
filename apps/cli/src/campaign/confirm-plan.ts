import { CliError, usageError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { Io } from "../io.js";
import { type PlannedRun, presentPlan } from "../present/campaign-plan.js";
import { createStyle } from "../present/style.js";
import type { CampaignPlan } from "./campaign-plan.js";
import { isLoopbackApi } from "./loopback-api.js";

/** Whether somebody must agree first: real phones will ring. */
export function mustAsk(baseUrl: string, { yes }: { readonly yes?: boolean }): boolean {
  return yes !== true && !isLoopbackApi(baseUrl);
}

/**
 * Says what will happen and asks.
 *
 * @throws CliError (exit 2) where nobody can be asked; (exit 130) if it is not to happen.
 */
export async function confirmPlan(
  io: Pick<Io, "confirm" | "stderr" | "env">,
  note: (sentence: string) => void,
  run: PlannedRun,
  plan: CampaignPlan,
): Promise<void> {
  note(presentPlan(run, plan, createStyle(io.stderr, io.env)));
  if (io.confirm === undefined)
    throw usageError("Real phones will ring, and nobody can be asked.", "Add --yes if that is meant.");
  if (!(await io.confirm("Real phones will ring. Call them?")))
    throw new CliError(EXIT.interrupted, "Nobody was called.");
}
