/** `12 calls`, `1 call`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2026-11-24 09:30:05`, in UTC: output is read by people in several places. */
export function instant(iso: string | null): string {
  return iso === null ? "–" : iso.slice(0, 19).replace("T", " ");
}

/** `brand=acme region=west,south`. */
export function tagsText(tags: Readonly<Record<string, string | readonly string[]>> | undefined): string {
  const entries = Object.entries(tags ?? {});
  return entries.length === 0
    ? "–"
    : entries.map(([key, value]) => `${key}=${[value].flat().join(",")}`).join(" ");
}
