import type { ResolvedOptions } from "./options.js";
import type { Workspace } from "./state/workspace.js";
import type { Switchboard } from "./telephony/switchboard.js";

/** What the routes of one sandbox work on. */
export interface SandboxContext {
  readonly options: ResolvedOptions;
  readonly workspaceId: string;
  readonly workspace: Workspace;
  readonly switchboard: Switchboard;
  /** The caller's clock, epoch milliseconds; never goes back. The API's own clock is `clockOffsetMs` ahead. */
  readonly now: () => number;
  /** An id not given before; the same sequence for the same seed. */
  readonly newId: () => string;
}
