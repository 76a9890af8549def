import { InvalidInputError, type Issue } from "../errors.js";

type Report = (path: string, message: string) => void;

const OVERLAY_KEYS = ["overlayOf"];
const OWN_KEYS = ["country", "regions", "point", "timeZones"];

/**
 * Checks the form of extra area codes.
 *
 * @throws InvalidInputError with all that is wrong.
 */
export function checkExtraAreaCodes(extras: unknown): void {
  const issues: Issue[] = [];
  const report: Report = (path, message) => issues.push({ path, message });
  if (isRecord(extras)) {
    for (const [areaCode, extra] of Object.entries(extras)) checkExtra(areaCode, extra, report);
  } else
    report("extraAreaCodes", 'Area codes are given by their three digits: { "299": { overlayOf: "415" } }.');
  if (issues.length > 0) throw new InvalidInputError(issues);
}

function checkExtra(areaCode: string, extra: unknown, report: Report): void {
  const path = `extraAreaCodes.${areaCode}`;
  if (!isAreaCode(areaCode))
    report(
      path,
      `"${areaCode}" is no area code. An area code of +1 has three digits, the first from 2 to 9.`,
    );
  if (extra === null) return;
  if (!isRecord(extra) || !("overlayOf" in extra || "country" in extra)) {
    report(
      path,
      "Say which codes it shares its territory with (overlayOf), or its country; null if it belongs nowhere.",
    );
    return;
  }
  const allowed = "overlayOf" in extra ? OVERLAY_KEYS : OWN_KEYS;
  for (const key of Object.keys(extra).filter((key) => !allowed.includes(key)))
    report(`${path}.${key}`, `It is not known here. ${allowed.join(", ")} may be given.`);
  if ("overlayOf" in extra) checkOverlayOf(`${path}.overlayOf`, extra.overlayOf, report);
  else checkOwn(path, extra, report);
}

function checkOverlayOf(path: string, overlayOf: unknown, report: Report): void {
  const targets = typeof overlayOf === "string" ? [overlayOf] : overlayOf;
  if (!Array.isArray(targets) || targets.length === 0 || !targets.every(isAreaCode))
    report(path, 'Name one area code or several: "415" or ["212", "718"].');
}

function checkOwn(path: string, extra: Readonly<Record<string, unknown>>, report: Report): void {
  const { country, regions = [], point, timeZones = [] } = extra;
  if (typeof country !== "string" || !/^[A-Z]{2}$/.test(country))
    report(`${path}.country`, 'A country is given by two letters (ISO 3166-1): "US".');
  if (
    !isListOf(
      regions,
      (region) => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(region) && region.startsWith(`${country}-`),
    )
  )
    report(`${path}.regions`, 'Regions are given with their country (ISO 3166-2): ["US-CA"].');
  if (point !== undefined && !isPoint(point))
    report(`${path}.point`, "A point is { latitude, longitude } in degrees, within 90 and 180 of zero.");
  if (!isListOf(timeZones, isTimeZone))
    report(`${path}.timeZones`, 'Time zones are given by their IANA names: ["America/Los_Angeles"].');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAreaCode(value: unknown): boolean {
  return typeof value === "string" && /^[2-9]\d\d$/.test(value);
}

function isListOf(value: unknown, fits: (text: string) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && fits(each));
}

function isPoint(value: unknown): boolean {
  return isRecord(value) && isWithin(value.latitude, 90) && isWithin(value.longitude, 180);
}

function isWithin(value: unknown, most: number): boolean {
  return typeof value === "number" && Math.abs(value) <= most;
}

/** Only the runtime knows all names. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
