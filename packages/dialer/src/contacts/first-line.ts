import { offsetAfterBreaks } from "./line-breaks.js";

/** A first line must end within this. */
const MAX_FIRST_LINE_BYTES = 65_536;

/** The same pieces, but the first has the whole first line, unless that is endless. */
export async function* withFirstLine(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (first === undefined) {
      yield piece;
      continue;
    }
    first = first.length === 0 ? piece : Buffer.concat([first, piece]);
    if (firstLineEnd(first) === first.length && first.length < MAX_FIRST_LINE_BYTES) continue;
    yield first;
    first = undefined;
  }
  if (first !== undefined && first.length > 0) yield first;
}

/** The first line that is not blank, byte by byte: for what is ASCII in it. */
export function firstLineOf(bytes: Buffer): string {
  return bytes.toString("latin1", 0, firstLineEnd(bytes));
}

function firstLineEnd(bytes: Buffer): number {
  let from = 0;
  while (bytes[from] === 10 || bytes[from] === 13) from++;
  return offsetAfterBreaks(bytes, 1, from);
}
