/** Why a row cannot be a contact, for those who count or sort by it. */
export type RowFault =
  /** Quotes that do not pair, or a record without an end. */
  | "quotes"
  /** Not the number of fields that the header has, or a value of the wrong kind. */
  | "fields"
  /** Not a JSON object. */
  | "json"
  /** Bytes that are not UTF-8. */
  | "encoding"
  | "phone"
  | "name"
  /** The row's own caller ID, time zone or region. */
  | "override";

/** A row of a list as it stands in the text, from the line that it starts at to that it ends at. */
export type SourceRow =
  | { readonly line: number; readonly endLine: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly endLine: number; readonly object: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: string; readonly code: RowFault };

/** Takes a text in pieces, and gives its rows. */
export interface RowReader {
  /**
   * The rows that end in this piece.
   *
   * @param isSuspect Whether the text so far may hold bytes that are not UTF-8.
   */
  push(bytes: Buffer, isSuspect: boolean): SourceRow[];
  /** The rows that are left when the text is over. */
  end(isSuspect: boolean): SourceRow[];
  /** Lets go of what is held, whether the text is over or not. */
  close(): void;
}

/** What is said of a row with bytes that are not UTF-8, or that were spoilt before. */
export const NOT_UTF8 = "it has bytes that are not UTF-8";

/** What a decoder puts in the place of bytes that are not UTF-8. */
export const REPLACEMENT_CHARACTER = "\ufffd";
