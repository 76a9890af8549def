import type { RecordedCall } from "@dialpool/pool-strategies";
import { checkRecordedCall } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { textOf } from "../texts.js";
import type { Changes } from "./changes.js";

/** Counts a call that was placed elsewhere. */
export function record(books: Books, changes: Changes, call: RecordedCall): void {
  const callee = checkRecordedCall(call);
  const { connection, namespace, numbers, callees, calls } = books;
  connection.transaction(() => {
    const now = changes.advance(call.now);
    const at = Math.min(call.at, now);
    const number = numbers.intern(call.slug);
    const sequence = namespace.nextSequence();
    const state = numbers.at(number);
    state.changeCalls(at, 1, now);
    if (namespace.countsCallees) callees.addCall(callee, at);
    callees.remember(callee, "reached", { number, sequence, at });
    if (call.outcome === "answered") callees.remember(callee, "answered", { number, sequence, at });
    if (poolsOf(books, call.slug) > 0) {
      const before = state.lastSelectedAt;
      state.lastSequence = sequence;
      state.lastSelectedAt = Number.isNaN(before) ? at : Math.max(before, at);
    }
    calls.record(sequence, number, callee, at, now, call.outcome);
    changes.changed(number);
  });
}

/** How many pools a number is in. */
export function poolsOf({ connection }: Books, slug: string): number {
  const row = connection.prepare("SELECT pools FROM number WHERE slug = ?").get(textOf(slug));
  return (row?.[0] as number | undefined) ?? 0;
}
