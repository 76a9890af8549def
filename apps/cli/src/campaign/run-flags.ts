import type { ListFlags } from "../contacts/contact-list.js";
import type { HistoryFlag } from "../selection/seed-history.js";
import type { RuleFlags } from "./campaign-rules.js";

/** Flags of `campaign run`. */
export interface CampaignRunFlags extends ListFlags, RuleFlags {
  readonly agent?: string;
  /** Other agents that rows may name. */
  readonly rowAgents?: readonly string[];
  readonly policy?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly history?: HistoryFlag;
  readonly name?: string;
  readonly again?: boolean;
  /** Calls started per second. */
  readonly startRate?: number;
  /** Calls going on at once. */
  readonly concurrency?: number;
  /** For how long the run waits for somebody to become due, ms. */
  readonly maxWait: number;
  readonly onAbsent: "leave" | "redial";
  /** How long after an attempt its record may still show up, ms. */
  readonly reconcileAfter?: number;
  readonly webhookUrl?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}
