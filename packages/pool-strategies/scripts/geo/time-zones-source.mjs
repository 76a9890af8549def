/**
 * Writes the time zones of the area codes: a module of its own, so that those
 * who ask for places alone do not ship it.
 *
 * @param {import("./read-area-codes.mjs").AreaCodeRow[]} rows By area code.
 */
export function timeZonesSource(rows) {
  const byZones = new Map();
  for (const { npa, timeZones, isGeographic } of rows) {
    if (!isGeographic) continue;
    const zones = timeZones.join(" ");
    byZones.set(zones, [...(byZones.get(zones) ?? []), npa]);
  }
  const entries = [...byZones].sort(([a], [b]) => (a < b ? -1 : 1));
  return `// Made by scripts/generate-geo.mjs from data/nanp-area-codes.csv. Do not edit.

/** Area codes by their time zones (IANA names, the one with most people first). */
export const areaCodesByTimeZones: Readonly<Record<string, string>> = {
${entries.map(([zones, codes]) => `  "${zones}": "${codes.join(" ")}",`).join("\n")}
};
`;
}
