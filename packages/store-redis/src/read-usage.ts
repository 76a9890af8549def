import { type NumberUsage, PoolNotLoadedError } from "@dialpool/pool-strategies";
import { checkInstant, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import { LIMIT_NAMES } from "./limit-names.js";
import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

const PAGE = 500;

/** What each number of a pool carried, by slug, read page by page. @throws PoolNotLoadedError */
export async function readUsage(
  client: NamespaceClient,
  scripts: Scripts,
  poolId: string,
  now: number,
): Promise<readonly NumberUsage[]> {
  checkInstant(now);
  const usage: NumberUsage[] = [];
  let after = "";
  for (;;) {
    const [kind, more, ...rows] = await client.verb(scripts.usage, now, [poolId, after, PAGE], {
      isTimeless: after !== "",
    });
    if (kind === "unloaded") throw new PoolNotLoadedError(poolId);
    for (const row of rows as (readonly string[])[]) {
      usage.push(usageOf(row));
      after = row[0] as string;
    }
    if (more !== "1") return usage;
  }
}

function usageOf(row: readonly string[]): NumberUsage {
  const [
    key = "",
    callsInDay,
    callsInHour,
    lastSelectedAt,
    inFlight,
    failuresInRow,
    resting,
    quarantined,
    codes,
    freeAt,
  ] = row;
  return {
    slug: slugOfKey(key),
    callsInDay: Number(callsInDay),
    callsInHour: Number(callsInHour),
    ...(lastSelectedAt === "" ? {} : { lastSelectedAt: Number(lastSelectedAt) }),
    inFlight: Number(inFlight),
    failuresInRow: Number(failuresInRow),
    ...(resting === "" ? {} : { restingUntil: Number(resting) }),
    ...(quarantined === "" ? {} : { quarantinedUntil: quarantined === "inf" ? null : Number(quarantined) }),
    atLimits: [...(codes ?? "")].map((code) => LIMIT_NAMES[Number(code) - 1] as (typeof LIMIT_NAMES)[number]),
    ...(freeAt === "" ? {} : { freeAt: Number(freeAt) }),
  };
}
