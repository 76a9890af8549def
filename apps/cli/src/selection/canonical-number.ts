/**
 * One spelling for a number of a pool, however it is written: `+1 (415) 555-0123`,
 * `+14155550123` and the slug `14155550123` are all `+14155550123`. Whatever is
 * not made of digits (some imported identifiers) stays as it is.
 */
export function canonicalNumber(text: string): string {
  const compact = text.replace(/[\s().-]/g, "");
  const [, digits] = /^\+?([1-9]\d{1,14})$/.exec(compact) ?? [];
  return digits === undefined ? text.trim() : `+${digits}`;
}

/** The number of a pool that a text means: its slug or its number in any spelling. */
export function findNumber<T extends { readonly number: string; readonly slug: string }>(
  numbers: readonly T[],
  text: string,
): T | undefined {
  const canonical = canonicalNumber(text);
  return (
    numbers.find(({ slug, number }) => slug === text || number === text) ??
    numbers.find(({ number }) => canonicalNumber(number) === canonical)
  );
}
