/**
 * The name that a misspelt one most likely means: at most two letters, and at
 * most a third of them, are wrong, missing or too many. Case does not matter.
 *
 * @returns `undefined` when none is close.
 */
export function closestTo(text: string, names: readonly string[]): string | undefined {
  let closest: string | undefined;
  let least = Math.min(2, Math.floor(text.length / 3)) + 1;
  for (const name of names) {
    // What is much longer is not close, and need not be compared.
    if (Math.abs(name.length - text.length) >= least) continue;
    const distance = editDistance(text.toLowerCase(), name.toLowerCase());
    if (distance < least) [closest, least] = [name, distance];
  }
  return closest;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
