/**
 * Reads data/nanp-area-codes.csv, and refuses it unless every convention that
 * data/README.md states holds.
 */

const COLUMNS = [
  "npa",
  "country",
  "region",
  "overlay_group",
  "latitude",
  "longitude",
  "time_zones",
  "kind",
  "in_service",
  "sources",
];
const KINDS = new Set(["geographic", "tollfree", "personal", "canada-nongeo", "premium", "other"]);
/** Countries whose codes have a state or province. */
const COUNTRIES_WITH_REGIONS = new Set(["US", "CA"]);
/** Box around all places of the plan: Guam is west of the date line, Alert in the north, Trinidad in the south, American Samoa beyond. */
const isInLatitudes = (latitude) => latitude >= -15 && latitude <= 83;
const isInLongitudes = (longitude) =>
  (longitude >= -180 && longitude <= -50) || (longitude >= 140 && longitude <= 180);

/**
 * @typedef {object} AreaCodeRow
 * @property {string} npa
 * @property {string} country Empty for codes that the whole plan shares.
 * @property {string[]} regions
 * @property {string[]} overlays
 * @property {string} latitude Text, as given; empty when not geographic.
 * @property {string} longitude
 * @property {string[]} timeZones
 * @property {string} kind
 * @property {boolean} isGeographic
 */

/** @returns {AreaCodeRow[]} By area code. */
export function readAreaCodes(text) {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== COLUMNS.join(",")) throw new Error(`Unexpected columns: ${header}`);
  const rows = lines.map((line, index) => rowOf(line, index + 2));
  checkTogether(rows);
  return rows.sort((a, b) => (a.npa < b.npa ? -1 : 1));
}

function rowOf(line, lineNumber) {
  const require = (holds, why) => {
    if (!holds) throw new Error(`Line ${lineNumber}: ${why}: ${line}`);
  };
  const cells = line.split(",");
  require(cells.length === COLUMNS.length && !line.includes('"'), `not ${COLUMNS.length} plain cells`);
  const cell = Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index]]));
  const list = (name) => (cell[name] === "" ? [] : cell[name].split("|"));
  const row = {
    npa: cell.npa,
    country: cell.country,
    regions: list("region"),
    overlays: list("overlay_group"),
    latitude: cell.latitude,
    longitude: cell.longitude,
    timeZones: list("time_zones"),
    kind: cell.kind,
    isGeographic: cell.kind === "geographic",
  };
  require(/^[2-9]\d\d$/.test(row.npa), "no area code");
  require(KINDS.has(row.kind), `unknown kind "${row.kind}"`);
  require(/^((?:19|20)\d\d(-\d\d-\d\d)?|planned( \d{4})?)$/.test(
    cell.in_service,
  ), "in_service is neither a date nor planned");
  require(isCalendarDate(cell.in_service), "in_service is no day of the calendar");
  require(/^[a-z-]+(\|[a-z-]+)*$/.test(cell.sources), "it names no sources");
  for (const name of ["region", "overlay_group", "time_zones"])
    require(new Set(list(name)).size === list(name).length, `${name} says something twice`);
  if (row.isGeographic) checkGeographic(row, require);
  else {
    require(row.country === "" || /^[A-Z]{2}$/.test(row.country), "no country code");
    require(cell.overlay_group === row.npa, "a code without a place has its own number as overlay id");
    const isBare = cell.region + cell.latitude + cell.longitude + cell.time_zones === "";
    require(isBare, "a code without a place has no region, point or time zone");
  }
  return row;
}

function checkGeographic(row, require) {
  require(/^[A-Z]{2}$/.test(row.country), "a geographic code needs a country");
  require(row.regions.length > 0 ===
    COUNTRIES_WITH_REGIONS.has(row.country), "regions are for US and CA, and for all of these");
  for (const region of row.regions) require(/^[A-Z]{2}$/.test(region), `no region "${region}"`);
  require(row.overlays.length > 0, "a geographic code needs an overlay id, its own if nothing else");
  for (const name of ["latitude", "longitude"])
    require(/^-?\d{1,3}\.\d\d$/.test(row[name]), `${name} needs two decimals`);
  require(isInLatitudes(Number(row.latitude)), "the latitude is outside the plan's area");
  require(isInLongitudes(Number(row.longitude)), "the longitude is outside the plan's area");
  require(row.timeZones.length > 0, "a geographic code needs a time zone");
  for (const zone of row.timeZones) require(isTimeZone(zone), `no time zone "${zone}"`);
}

/** What only several rows together can break. */
function checkTogether(rows) {
  const byCode = new Map();
  const bySameIds = new Map();
  for (const row of rows) {
    if (byCode.has(row.npa)) throw new Error(`The area code ${row.npa} occurs twice.`);
    byCode.set(row.npa, row);
  }
  for (const row of rows.filter(({ isGeographic }) => isGeographic)) {
    const point = `${row.latitude},${row.longitude}`;
    const ids = row.overlays.join("|");
    const first = bySameIds.get(ids) ?? row;
    bySameIds.set(ids, first);
    if (point !== `${first.latitude},${first.longitude}`)
      throw new Error(`${row.npa} and ${first.npa} have the overlay ids ${ids}, but not the same point.`);
    for (const id of row.overlays) {
      const owner = byCode.get(id);
      if (!owner?.isGeographic)
        throw new Error(`${row.npa}: the overlay id ${id} is no geographic area code.`);
      if (!owner.overlays.includes(id))
        throw new Error(`${row.npa}: the code ${id} does not carry its own id.`);
      if (owner.country !== row.country || owner.regions.join() !== row.regions.join())
        throw new Error(`${row.npa} shares the overlay id ${id} with a code of another region.`);
    }
  }
}

function isCalendarDate(text) {
  if (!text.includes("-")) return true;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isTimeZone(name) {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
