import { NOT_UTF8, REPLACEMENT_CHARACTER, type RowReader, type SourceRow } from "./source-row.js";
import { type TextLine, TextLines } from "./text-lines.js";

/** Reads JSON Lines that come in pieces: one object a line. Blank lines are passed over. */
export class JsonRows implements RowReader {
  readonly #lines = new TextLines();

  push(bytes: Buffer, isSuspect: boolean): SourceRow[] {
    return rowsOf(this.#lines.push(bytes), isSuspect);
  }

  end(isSuspect: boolean): SourceRow[] {
    return rowsOf(this.#lines.end(), isSuspect);
  }

  close(): void {}
}

function rowsOf(lines: readonly TextLine[], isSuspect: boolean): SourceRow[] {
  const written = lines.filter(({ text }) => text.trim() !== "");
  return written.map(({ line, text }) =>
    isSuspect && text.includes(REPLACEMENT_CHARACTER)
      ? { line, fault: NOT_UTF8, code: "encoding" }
      : rowOf(line, text),
  );
}

function rowOf(line: number, text: string): SourceRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, fault: "it is not JSON", code: "json" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { line, fault: "it is not a JSON object", code: "json" };
  return { line, endLine: line, object: value as Readonly<Record<string, unknown>> };
}
