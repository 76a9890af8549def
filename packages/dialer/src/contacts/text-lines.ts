import { ContactsError } from "../errors.js";
import { LineBreakCounter, offsetAfterBreaks } from "./line-breaks.js";

/** A line longer than this is no line of a list. */
const MAX_LINE_BYTES = 1_048_576;

/** A line of a text, without its break. */
export interface TextLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Takes a text that comes in pieces apart into lines: `\n`, `\r\n` and `\r` end one. */
export class TextLines {
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;

  /**
   * The lines that end in this piece.
   *
   * @throws ContactsError when a line does not end within a megabyte.
   */
  push(bytes: Buffer): TextLine[] {
    const text = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    // A return at the very end may be half of a break.
    const isHalf = text[text.length - 1] === 13;
    const whole = isHalf ? text.subarray(0, -1) : text;
    const lines: TextLine[] = [];
    let from = 0;
    for (let left = new LineBreakCounter().count(whole); left > 0; left--) {
      const next = offsetAfterBreaks(whole, 1, from);
      lines.push(this.#lineOf(whole.subarray(from, next)));
      from = next;
    }
    this.#rest = text.subarray(from);
    if (this.#rest.length > MAX_LINE_BYTES) {
      throw new ContactsError(`Line ${this.#line} is longer than ${MAX_LINE_BYTES} bytes.`, this.#line);
    }
    return lines;
  }

  /** The last line, if no break ends it. */
  end(): TextLine[] {
    return this.#rest.length === 0 ? [] : [this.#lineOf(this.#rest)];
  }

  #lineOf(bytes: Buffer): TextLine {
    return { line: this.#line++, text: bytes.toString("utf8").replace(/[\r\n]+$/, "") };
  }
}
