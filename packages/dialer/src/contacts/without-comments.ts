const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;

/**
 * Empties the lines of a CSV that begin with `#`: the breaks stay, so lines keep their numbers. What such a line says is a
 * sentence of somebody's, and its commas and quotes are none of the CSV's.
 *
 * A line inside a quoted field is left as it is. Leading spaces of a line may go.
 */
export async function* withoutComments(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let state: State = { isAtStart: true, isInComment: false, isInQuotes: false };
  for await (const piece of pieces) {
    const isPlain = !state.isInComment && !piece.includes(HASH);
    if (isPlain) {
      state = afterPlain(state, piece);
      yield piece;
    } else {
      const [kept, next] = emptied(state, piece);
      state = next;
      if (kept.length > 0) yield kept;
    }
  }
}

interface State {
  /** Nothing but spaces stands before in this line. */
  readonly isAtStart: boolean;
  readonly isInComment: boolean;
  readonly isInQuotes: boolean;
}

/** A piece without a `#` stays as it is, and needs no look at each byte. */
function afterPlain({ isAtStart, isInQuotes }: State, piece: Buffer): State {
  let quotes = isInQuotes ? 1 : 0;
  for (let at = piece.indexOf(QUOTE); at !== -1; at = piece.indexOf(QUOTE, at + 1)) quotes++;
  let end = piece.length;
  while (end > 0 && piece[end - 1] === SPACE) end--;
  const last = piece[end - 1];
  return {
    isAtStart: last === undefined ? isAtStart : isBreak(last),
    isInComment: false,
    isInQuotes: quotes % 2 === 1,
  };
}

function emptied(state: State, piece: Buffer): readonly [Buffer, State] {
  let { isAtStart, isInComment, isInQuotes } = state;
  const kept = Buffer.allocUnsafe(piece.length);
  let length = 0;
  for (const byte of piece) {
    if (isBreak(byte)) {
      isInComment = false;
      isAtStart = true;
    } else if (isInComment) {
      continue;
    } else if (isAtStart && !isInQuotes) {
      if (byte === SPACE) continue;
      isAtStart = false;
      isInComment = byte === HASH;
      if (isInComment) continue;
    }
    if (byte === QUOTE) isInQuotes = !isInQuotes;
    kept[length++] = byte;
  }
  return [kept.subarray(0, length), { isAtStart, isInComment, isInQuotes }];
}

function isBreak(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
