import { canonicalNumber } from "@dialpool/pool-strategies/transfer";

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
