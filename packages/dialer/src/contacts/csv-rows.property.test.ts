import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvRows } from "./csv-rows.js";
import type { SourceRow } from "./source-row.js";

const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", "b", " ", "é", "😀", "x,y", '"', "\n", "\r\n", "\r", ";"),
    maxLength: 6,
  }),
  fc.constantFrom("", "Ana", "+14155550123"),
);
const ending = fc.constantFrom("\n", "\r\n", "\r");
const record = fc.record({
  // Two fields at least: a row of one empty field is a blank line.
  cells: fc.array(cell, { minLength: 2, maxLength: 4 }),
  isQuoted: fc.boolean(),
  ending,
  blankLines: fc.array(ending, { maxLength: 2 }),
});

function written(text: string, isQuoted: boolean): string {
  return isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function readInPieces(text: string, sizes: readonly number[]): SourceRow[] {
  const bytes = Buffer.from(text);
  const reader = new CsvRows(",");
  const rows: SourceRow[] = [];
  let from = 0;
  for (let turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    rows.push(...reader.push(bytes.subarray(from, from + size), false));
    from += size;
  }
  rows.push(...reader.end(false));
  reader.close();
  return rows;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe("rows of a CSV", () => {
  it("come out as they were written, with the lines they start and end at, however the text is cut", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 30 }),
        sizes,
        fc.boolean(),
        (records, cuts, endsOpen) => {
          let text = "";
          const expected: SourceRow[] = [];
          for (const [index, { cells, isQuoted, ending: lineEnd, blankLines }] of records.entries()) {
            // A return and a line feed would become one break.
            const blanks = blankLines.join("");
            if (!(text.endsWith("\r") && blanks.startsWith("\n"))) text += blanks;
            const body = cells.map((each) => written(each, isQuoted)).join(",");
            const line = 1 + breaksIn(text);
            expected.push({ line, endLine: line + breaksIn(body), cells });
            text += body;
            if (index < records.length - 1 || !endsOpen) text += lineEnd;
          }
          expect(readInPieces(text, cuts)).toEqual(expected);
        },
      ),
      { numRuns: Number(process.env.CSV_RUNS ?? 150) },
    );
  });

  it("are the same however a broken text is cut, and no line is dropped", () => {
    const broken = fc.array(fc.constantFrom('a,"b', 'a,"b"c', "a,b", '"a","b"', 'a,b"c', '"', 'x,"'), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(broken, sizes, ending, (lines, cuts, lineEnd) => {
        const text = lines.join(lineEnd);
        const whole = readInPieces(text, [text.length + 1]);
        expect(readInPieces(text, cuts)).toEqual(whole);
        const covered = whole.flatMap((row) => {
          const last = "endLine" in row ? row.endLine : row.line;
          return Array.from({ length: last - row.line + 1 }, (_, index) => row.line + index);
        });
        expect(covered).toEqual(lines.map((_, index) => index + 1));
      }),
      { numRuns: Number(process.env.CSV_RUNS ?? 150) },
    );
  });
});
