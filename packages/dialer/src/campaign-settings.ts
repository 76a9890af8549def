import type { Tags } from "@dialpool/pool-strategies";
import type { CallingHours } from "./calling-hours/index.js";
import { DialerConfigError } from "./errors.js";
import type { RetryRules } from "./retry-rules.js";

/** What a campaign is made with besides its list, agent and pace; kept with it, as JSON. */
export interface CampaignSettings {
  /** When people may be called; absent: at any time. */
  readonly hours?: CallingHours;
  /** After which outcomes somebody is called again. */
  readonly retries: RetryRules;
  /** Tags of every call; a row's own go before them. */
  readonly tags?: Tags;
}

/** @throws DialerConfigError when the settings of a campaign that is kept cannot be read. */
export function settingsOf({ settings }: { readonly settings: unknown }): CampaignSettings {
  if (typeof settings === "object" && settings !== null && "retries" in settings)
    return settings as CampaignSettings;
  throw new DialerConfigError("The campaign's settings", [
    { path: "settings", message: "They were not written by this package." },
  ]);
}
