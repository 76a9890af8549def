import type { CampaignPlan } from "../campaign/campaign-plan.js";
import { cleanText } from "./clean-text.js";
import { fields } from "./fields.js";
import { skippedRows } from "./skipped-rows.js";
import type { Style } from "./style.js";
import { duration, instant, plural } from "./words.js";

/** What a plan is for. */
export interface PlannedRun {
  readonly source: string | null;
  readonly agentName: string;
  readonly callerIdCount: number;
  readonly startRate: number | null;
  readonly concurrency: number;
  readonly callingHours: string | null;
  readonly warnings: readonly string[];
}

/** What a run would do. */
export function presentPlan(run: PlannedRun, plan: CampaignPlan, style: Style): string {
  const notCalled = [
    [plan.invalid, "invalid"],
    [plan.duplicates, "twice in the list"],
    [plan.suppressed, "on the do-not-call list"],
    [plan.unknownZone, "nowhere that has a clock"],
  ] as const;
  const left = notCalled.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  const table = fields(
    [
      ["List", run.source ?? undefined],
      ["Agent", run.agentName],
      ["Calls", plural(plan.contacts, "contact")],
      ["Not called", left.length === 0 ? undefined : left.join(", ")],
      ["From", plural(run.callerIdCount, "caller ID")],
      ["Pace", paceText(run)],
      ["Takes", run.startRate === null ? undefined : `${duration(plan.shortestMs)} at least`],
      ["Hours", run.callingHours ?? "as the campaign was made"],
      ["Out of hours now", outOfHours(plan)],
    ],
    style,
  );
  const { invalidRows: invalid } = plan;
  const counts = { invalid: plan.invalid, duplicates: 0 };
  const skipped = skippedRows({ invalid, duplicates: [], counts, all: "--json lists a thousand" }, style);
  return [
    ...(skipped === "" ? [] : [skipped]),
    table,
    ...run.warnings.map((warning) => `${style.bad("Warning:")} ${cleanText(warning)}`),
  ].join("\n\n");
}

function paceText({ startRate, concurrency }: PlannedRun): string {
  return `${startRate === null ? "any number" : startRate} started per second, ${concurrency} at once`;
}

function outOfHours({ outOfHours: count, firstOpensAt }: CampaignPlan): string | undefined {
  if (count === 0) return undefined;
  return `${plural(count, "contact")}; the first may be called at ${instant(firstOpensAt)} UTC`;
}
