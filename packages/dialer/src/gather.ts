/** Puts batches together until each has at least `size` items, all but the last. */
export async function* gather<Item>(
  batches: AsyncIterable<readonly Item[]>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  let gathered: Item[] = [];
  for await (const batch of batches) {
    for (const item of batch) gathered.push(item);
    if (gathered.length < size) continue;
    yield gathered;
    gathered = [];
  }
  if (gathered.length > 0) yield gathered;
}
