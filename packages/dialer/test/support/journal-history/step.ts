import type { ContactMove, JournalChange } from "../../../src/journal.js";
import type { SyncJournal } from "../sync-journal.js";

/** One step of a random history. Positions stand for what is there at the time, modulo how much of it there is. */
export type Step =
  | {
      readonly do: "import";
      readonly rows: readonly (readonly [phone: number, isValid: boolean])[];
      readonly digest: number;
      readonly name: number | undefined;
      readonly again: boolean;
      readonly end: "seal" | "discard" | "leave";
    }
  | {
      readonly do: "change";
      readonly campaign: number;
      readonly change: Parameters<SyncJournal["changeCampaign"]>[1];
    }
  | {
      readonly do: "begin";
      readonly calls: readonly (readonly [campaign: number, line: number])[];
      readonly concurrency: number;
      readonly poolId: string;
    }
  | { readonly do: "call"; readonly phone: number; readonly repeatId: boolean }
  /** `attempt`: which one all of them are about, from the latest; absent: each about its own. */
  | { readonly do: "apply"; readonly changes: readonly RandomChange[]; readonly attempt: number | undefined }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "expire" }
  | { readonly do: "ask again"; readonly campaign: number }
  | { readonly do: "pace"; readonly startRate: number | null; readonly ifNone: boolean }
  | { readonly do: "slow"; readonly retryAfterMs: number | undefined }
  | { readonly do: "slot" }
  | { readonly do: "mark"; readonly calls: readonly number[] }
  | { readonly do: "take" };

/** Something learned, of which the history says what it is about by position. */
export interface RandomChange {
  readonly kind: JournalChange["kind"];
  readonly attempt: number;
  readonly call: number;
  readonly status: number;
  readonly redial: boolean;
  readonly move: ContactMove | undefined;
  readonly campaign: number;
  readonly line: number;
}
