/** A campaign's name for people: of one that is named by its list's digest, as much as tells it. */
export function shortName(name: string): string {
  return name.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}/, "$1");
}
