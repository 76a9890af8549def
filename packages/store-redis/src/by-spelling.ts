/** Orders texts by their code units, whatever the language of the machine. */
export function bySpelling(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
