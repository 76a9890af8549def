import type { E164, Tags } from "@dialpool/pool-strategies";
import type { RowFault } from "./source-row.js";

/** One person to call, as a row of a list says it. */
export interface ListedContact {
  /** Line of the text that the row starts at, from 1; a CSV's header is line 1. */
  readonly line: number;
  readonly phone: E164;
  readonly name: string;
  /** In place of the campaign's agent. */
  readonly agentId?: string;
  /** This caller ID and no other. */
  readonly callerId?: string;
  /** IANA name, in place of what the number tells. */
  readonly timeZone?: string;
  /** ISO 3166, such as `US-FL` or `GB`, in place of what the number tells. */
  readonly region?: string;
  readonly tags?: Tags;
  /** `custom_variables` of the call. An empty cell is an empty text. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What became of one row of a list. */
export type ContactRow =
  | ({ readonly kind: "contact" } & ListedContact)
  /** A contact that must not be called. */
  | ({ readonly kind: "suppressed"; readonly reason: string } & ListedContact)
  /** A row that is nobody to call. */
  | {
      readonly kind: "invalid";
      readonly line: number;
      /** A clause, e.g. `the phone number has letters`. */
      readonly reason: string;
      readonly code: RowFault;
    };
