/**
 * The same pieces, until the signal fires: then its reason is thrown at once, also while the next piece is waited for.
 * Whoever writes the pieces may never say anything.
 */
export async function* interruptible<Piece>(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const iterator = pieces[Symbol.asyncIterator]();
  let onAbort = () => {};
  const fired = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  // Nobody may be waiting when it fires.
  fired.catch(() => {});
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), fired]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not waited for: while a piece is on its way, it answers only after that.
    iterator.return?.().catch(() => {});
  }
}
