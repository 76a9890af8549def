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

/** A length of time in its two largest units: `1 h 5 min`, `4 min 12 s`, `2.3 s`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1000);
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(
    Math.floor,
  );
  const parts = [
    [days, "d"],
    [hours, "h"],
    [minutes, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count = 0]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count = 0]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** `56 %` of a whole; `–` of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`;
}
