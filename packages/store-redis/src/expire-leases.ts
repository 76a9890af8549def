import type { E164, Lease } from "@dialpool/pool-strategies";
import { checkInstant, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

/** Turns overdue held leases into unknown ones, in as many runs as it takes, and answers them in the order granted. */
export async function expireLeases(
  client: NamespaceClient,
  scripts: Scripts,
  now: number,
): Promise<readonly Lease[]> {
  checkInstant(now);
  const leases: Lease[] = [];
  let isLater = false;
  for (;;) {
    const [, more, ...rows] = await client.verb(scripts.expire, now, [], { isTimeless: isLater });
    isLater = true;
    leases.push(...(rows as (readonly string[])[]).map(leaseOf));
    if (more !== "1") return leases.sort((a, b) => a.sequence - b.sequence);
  }
}

function leaseOf(row: readonly string[]): Lease {
  const [sequence = "", poolId = "", key = "", digits = "", acquiredAt, holdUntil] = row;
  return {
    id: `lease-${sequence}`,
    sequence: Number(sequence),
    poolId,
    slug: slugOfKey(key),
    callee: `+${digits}` as E164,
    state: "unknown",
    acquiredAt: Number(acquiredAt),
    holdUntil: Number(holdUntil),
  };
}
