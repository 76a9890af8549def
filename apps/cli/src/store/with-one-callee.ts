import type { E164 } from "@dialpool/pool-strategies";
import type { NamespaceRecord } from "@dialpool/pool-strategies/store-kit";

/**
 * An export with nothing in it of any callee but one: all that a single choice for them depends on.
 *
 * Callees come last, and there may be a million: as soon as the one has come, or if none is wanted, the rest is not read.
 */
export async function* withOneCallee(
  records: AsyncIterable<NamespaceRecord>,
  callee: E164 | undefined,
): AsyncGenerator<NamespaceRecord> {
  let count = 0;
  for await (const record of records) {
    if (record.kind === "end") break;
    if (record.kind === "callee") {
      if (callee === undefined) break;
      if (record.callee !== callee) continue;
    }
    count++;
    yield record;
    if (record.kind === "callee") break;
  }
  yield { kind: "end", records: count };
}
