import type { ContactRow, ContactSource } from "@dialpool/dialer";
import type { ReportedRow } from "./contact-list.js";

/** Rows that are kept, at most: enough to show, and memory stays flat. */
const MAX_ROWS = 1000;

/** The rows of a list that are nobody to call, as they go by. */
export class InvalidRows {
  readonly #first: ReportedRow[] = [];
  #count = 0;

  see(row: ContactRow): void {
    if (row.kind !== "invalid") return;
    this.#count++;
    if (this.#first.length < MAX_ROWS) this.#first.push({ line: row.line, reason: row.reason });
  }

  /** All of them. */
  get count(): number {
    return this.#count;
  }

  /** The first thousand. */
  get first(): readonly ReportedRow[] {
    return this.#first;
  }
}

/** The same list; whoever reads it shows its invalid rows to `seen`. */
export function seeing(source: ContactSource, seen: InvalidRows): ContactSource {
  return {
    summary: () => source.summary(),
    async *batches() {
      for await (const batch of source.batches()) {
        for (const row of batch) seen.see(row);
        yield batch;
      }
    },
  };
}
