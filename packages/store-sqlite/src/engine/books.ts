import type { BucketBook } from "./bucket-book.js";
import type { CallBook } from "./call-book.js";
import type { CalleeBook } from "./callee-book.js";
import type { Connection } from "./connection.js";
import type { Namespace } from "./namespace.js";
import type { NumberBook } from "./number-book.js";
import type { StateRows } from "./state-rows.js";

/** The state of a namespace, by what it is about. What a verb reads and changes is kept until the verb ends. */
export interface Books {
  readonly connection: Connection;
  readonly namespace: Namespace;
  readonly numbers: NumberBook;
  readonly calls: CallBook;
  readonly callees: CalleeBook;
  readonly buckets: BucketBook;
  /** In which the namespace and the buckets are kept. */
  readonly states: StateRows;
}
