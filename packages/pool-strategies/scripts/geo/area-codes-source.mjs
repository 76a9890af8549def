/**
 * Writes the area codes by territory, so that nothing is said twice.
 *
 * @param {import("./read-area-codes.mjs").AreaCodeRow[]} rows By area code.
 */
export function areaCodesSource(rows, dataDate) {
  const placed = rows.filter(({ isGeographic }) => isGeographic);
  const placeless = rows.filter(({ isGeographic }) => !isGeographic).map(({ npa }) => npa);
  return `// Made by scripts/generate-geo.mjs from data/nanp-area-codes.csv. Do not edit.
/*!
 * Points of area codes: contains data from GeoNames (https://www.geonames.org), licensed under
 * CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); derived as population-weighted centres.
 */

/** Date of the numbering administrator's report that the area codes follow. */
export const dataDate = "${dataDate}";

/**
 * Geographic area codes: a line for each state, province or country, such as
 * \`US-CA\`, \`CA-NS+PE\` (codes that serve both) or \`JM\`; in it the territories:
 * their codes, the one that is the overlay id first; \`=404+770\` where the ids
 * are others; \`@\` the latitude and longitude of the point.
 */
export const territories = \`
${linesOf(placed).join("\n")}
\`;

/** Toll-free, personal, premium and other codes that belong to no place. */
export const codesWithoutPlace =
  "${placeless.join(" ")}";
`;
}

function linesOf(rows) {
  const lines = new Map();
  for (const row of rows) {
    const head = row.regions.length === 0 ? row.country : `${row.country}-${row.regions.join("+")}`;
    if (!lines.has(head)) lines.set(head, new Map());
    const territories = lines.get(head);
    const ids = row.overlays.join("+");
    territories.set(ids, [...(territories.get(ids) ?? []), row]);
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([head, territories]) => `${head} ${[...territories].map(territoryText).join(" ")}`);
}

function territoryText([ids, rows]) {
  const codes = rows.map(({ npa }) => npa).sort((a, b) => Number(b === ids) - Number(a === ids));
  const [{ latitude, longitude }] = rows;
  return `${codes.join()}${codes[0] === ids ? "" : `=${ids}`}@${Number(latitude)},${Number(longitude)}`;
}
