import type { Desk } from "./desk.js";
import type { Expect } from "./test-functions.js";

/** One test: a sentence that says what every store does, and what shows it on a store of its own. */
export interface Case {
  readonly sentence: string;
  readonly run: (desk: Desk, expect: Expect) => Promise<void>;
  /** What the namespace is made with. */
  readonly maxCallMs?: number;
}

/** Cases about one thing. */
export interface Topic {
  readonly name: string;
  readonly cases: readonly Case[];
}
