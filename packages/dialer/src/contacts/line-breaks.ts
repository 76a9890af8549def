const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Counts line breaks in bytes that come in pieces: `\n`, `\r\n` and `\r`, each once. */
export class LineBreakCounter {
  #endedInReturn = false;

  /** Whether the last piece ended in a `\r`, of which a `\n` that comes next is part. */
  get endedInReturn(): boolean {
    return this.#endedInReturn;
  }

  /** The breaks in the next piece. A `\r\n` that two pieces share is counted with the first. */
  count(bytes: Uint8Array): number {
    const hasReturns = bytes.includes(CARRIAGE_RETURN);
    if (!hasReturns && !this.#endedInReturn) return countOf(bytes, LINE_FEED);
    let breaks = 0;
    let before = this.#endedInReturn ? CARRIAGE_RETURN : 0;
    for (const byte of bytes) {
      if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && before !== CARRIAGE_RETURN)) breaks++;
      before = byte;
    }
    this.#endedInReturn = before === CARRIAGE_RETURN;
    return breaks;
  }
}

function countOf(bytes: Uint8Array, wanted: number): number {
  let count = 0;
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) count++;
  return count;
}

/** Where the line after the next `lines` breaks begins; the length of the bytes when there are fewer. */
export function offsetAfterBreaks(bytes: Uint8Array, lines: number, from = 0): number {
  let at = from;
  for (let left = lines; left > 0; left--) {
    while (at < bytes.length && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at++;
    if (at >= bytes.length) return bytes.length;
    at += bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED ? 2 : 1;
  }
  return at;
}

/** Line breaks inside a text. */
export function lineBreaksIn(text: string): number {
  return text.includes("\n") || text.includes("\r") ? (text.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}
