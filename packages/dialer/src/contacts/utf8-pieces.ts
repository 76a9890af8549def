import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { ContactsError } from "../errors.js";

/** Enough for a header; larger pieces are cut, so that rows come out steadily and memory stays flat. */
const PIECE_BYTES = 65_536;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** What a decoder puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = Buffer.from([0xef, 0xbf, 0xbd]);

/** A text of which it is known what its bytes were. */
export interface Utf8Pieces extends AsyncIterable<Buffer> {
  /** `sha256:` and the hex digest of all bytes so far. */
  digest(): string;
  /** Bytes so far. */
  readonly bytes: number;
  /** Whether some of it so far may not be UTF-8: then texts are to be looked through for the replacement character. */
  readonly isSuspect: boolean;
}

/**
 * Takes a text of bytes apart into pieces of a size that is good to work with, without its byte-order mark.
 *
 * Another encoding is never guessed: that would put broken names into people's calls.
 *
 * @param named How a sentence calls the text: `"The list"`.
 * @throws ContactsError, while iterating, when the text is UTF-16 or no text at all.
 */
export function utf8Pieces(source: AsyncIterable<Uint8Array>, named: string): Utf8Pieces {
  const hash = createHash("sha256");
  let bytes = 0;
  let isSuspect = false;
  let digest: string | undefined;

  async function* pieces(): AsyncGenerator<Buffer> {
    for await (const chunk of withFirst(source, BYTE_ORDER_MARK.length)) {
      hash.update(chunk);
      if (bytes === 0) checkStart(chunk, named);
      const text = bytes === 0 && chunk.indexOf(BYTE_ORDER_MARK) === 0 ? chunk.subarray(3) : chunk;
      bytes += chunk.length;
      // A letter that two chunks share makes both look wrong; that costs time and is no fault.
      isSuspect ||= !isUtf8(text) || text.includes(REPLACEMENT);
      for (let from = 0; from < text.length; from += PIECE_BYTES)
        yield text.subarray(from, from + PIECE_BYTES);
    }
  }

  return {
    [Symbol.asyncIterator]: pieces,
    digest() {
      digest ??= `sha256:${hash.digest("hex")}`;
      return digest;
    },
    get bytes() {
      return bytes;
    },
    get isSuspect() {
      return isSuspect;
    },
  };
}

/** The same bytes, the first chunk having at least `least` of them if there are as many. */
async function* withFirst(source: AsyncIterable<Uint8Array>, least: number): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (first === undefined) {
      yield bytes;
      continue;
    }
    first = first.length === 0 ? bytes : Buffer.concat([first, bytes]);
    if (first.length < least) continue;
    yield first;
    first = undefined;
  }
  if (first !== undefined && first.length > 0) yield first;
}

function checkStart(start: Buffer, named: string): void {
  const isUtf16 =
    (start[0] === 0xff && start[1] === 0xfe) ||
    (start[0] === 0xfe && start[1] === 0xff) ||
    // UTF-16 without a mark: every other byte of a Latin text is zero.
    (start.length > 1 && (start[0] === 0) !== (start[1] === 0));
  if (isUtf16) throw new ContactsError(`${named} is UTF-16, not UTF-8. Save it again as UTF-8.`, 1);
  if (start.includes(0)) throw new ContactsError(`${named} is no text: it has zero bytes.`, 1);
}
