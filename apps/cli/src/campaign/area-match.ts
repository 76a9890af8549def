import type { Journal } from "@dialpool/dialer";
import { geography } from "@dialpool/pool-strategies/geo";

/** How near a caller ID is to a callee, by their digits. */
type AreaMatch = "area" | "country" | "none";

/** Compares where two numbers belong. Numbers that belong nowhere (toll-free) match nobody. */
function areaMatch(callee: string, callerId: string): AreaMatch {
  const from = geography.locate(callerId);
  const to = geography.locate(callee);
  if (to.areaCode !== undefined && to.areaCode === from.areaCode) return "area";
  return to.country !== undefined && to.country === from.country ? "country" : "none";
}

/** What one caller ID carried. */
export interface CallerIdLoad {
  readonly callerId: string;
  readonly calls: number;
  /** Calls to callees of the caller ID's own area code. */
  readonly sameArea: number;
  /** Calls to callees of its country, those of its area included. */
  readonly sameCountry: number;
}

interface LoadTally {
  add(call: { readonly phone: string; readonly callerId: string }): void;
  /** The busiest first, ties by number. */
  loads(): readonly CallerIdLoad[];
}

function createLoadTally(): LoadTally {
  const loads = new Map<string, { calls: number; sameArea: number; sameCountry: number }>();
  return {
    add({ phone, callerId }) {
      const load = loads.get(callerId) ?? { calls: 0, sameArea: 0, sameCountry: 0 };
      const match = areaMatch(phone, callerId);
      load.calls++;
      if (match === "area") load.sameArea++;
      if (match !== "none") load.sameCountry++;
      loads.set(callerId, load);
    },
    loads: () =>
      [...loads]
        .map(([callerId, load]) => ({ callerId, ...load }))
        .sort((a, b) => b.calls - a.calls || (a.callerId < b.callerId ? -1 : 1)),
  };
}

/** Attempts that are read at once. */
const PAGE = 1000;

/** What the calls of a campaign, or of all, were placed from. Memory grows with the caller IDs alone. */
export async function loadOfCampaign(
  journal: Pick<Journal, "attempts">,
  campaignId?: string,
): Promise<readonly CallerIdLoad[]> {
  const tally = createLoadTally();
  for (let after: string | undefined; ; ) {
    const page = await journal.attempts({
      limit: PAGE,
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(after === undefined ? {} : { after }),
    });
    for (const { callId, callee: phone, callerId } of page)
      if (callId !== undefined) tally.add({ phone, callerId });
    after = page.at(-1)?.id;
    if (page.length < PAGE) return tally.loads();
  }
}
