/** The first of a stream, and the whole stream all the same. */
export async function firstOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
): Promise<{ readonly first: Item | undefined; readonly all: AsyncIterable<Item> }> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const begun = await iterator.next();
  const all = async function* () {
    let next = begun;
    try {
      while (next.done !== true) {
        yield next.value;
        next = await iterator.next();
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { first: begun.done === true ? undefined : begun.value, all: all() };
}
