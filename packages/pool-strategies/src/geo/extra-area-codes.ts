import { InvalidInputError, type Issue } from "../errors.js";
import { type AreaCode, areaCodeOf, NOWHERE, type Point } from "./area-code-table.js";
import { checkExtraAreaCodes } from "./check-extra-area-codes.js";

/** An area code that shares the territory of others: their country, regions, point and time zones hold for it. */
export interface OverlayAreaCode {
  /** One code, or all whose territories it serves; of several, the first gives the point. */
  readonly overlayOf: string | readonly string[];
}

/** An area code with a territory of its own. */
export interface OwnAreaCode {
  /** ISO 3166-1 alpha-2: `"US"`. */
  readonly country: string;
  /** ISO 3166-2: `["US-CA"]`. Default: none, as in countries with one area. */
  readonly regions?: readonly string[];
  /** A point for nearness. Without it the territory is near to none. */
  readonly point?: Point;
  /** IANA names, the zone with most people first. Default: none known. */
  readonly timeZones?: readonly string[];
}

/** What is said of one area code; `null`: it belongs nowhere, as toll-free codes do. */
export type ExtraAreaCode = OverlayAreaCode | OwnAreaCode | null;

/**
 * Area codes of +1 by their three digits, in place of what the table says of them.
 *
 * Codes that overlay a changed one by the table go on sharing its overlay id.
 */
export type ExtraAreaCodes = Readonly<Record<string, ExtraAreaCode>>;

/** Tells an overlay from a code with a territory of its own. */
export function isOverlay(extra: OverlayAreaCode | OwnAreaCode): extra is OverlayAreaCode {
  return "overlayOf" in extra;
}

/** The codes whose territory an overlay shares. */
export function targetsOf({ overlayOf }: OverlayAreaCode): readonly string[] {
  return typeof overlayOf === "string" ? [overlayOf] : overlayOf;
}

/**
 * Puts extra area codes into a table.
 *
 * @throws InvalidInputError when they say what cannot be.
 */
export function withExtraAreaCodes(
  table: Map<string, AreaCode>,
  extras: ExtraAreaCodes,
): ReadonlyMap<string, AreaCode> {
  checkExtraAreaCodes(extras);
  const overlays: [areaCode: string, overlay: OverlayAreaCode][] = [];
  for (const [areaCode, extra] of Object.entries(extras)) {
    if (extra === null) table.set(areaCode, { place: NOWHERE });
    else if (isOverlay(extra)) overlays.push([areaCode, extra]);
    else {
      const { country, regions = [], point } = extra;
      table.set(areaCode, areaCodeOf({ areaCode, country, overlays: [areaCode], regions, point }));
    }
  }
  // What the table says of a code that is to be an overlay must not serve another overlay.
  for (const [areaCode] of overlays) table.delete(areaCode);
  const issues: Issue[] = [];
  const entries = overlays.map(([areaCode, overlay]) => overlayEntry(areaCode, overlay, table, issues));
  if (issues.length > 0) throw new InvalidInputError(issues);
  for (const [index, [areaCode]] of overlays.entries()) {
    const entry = entries[index];
    if (entry !== undefined) table.set(areaCode, entry);
  }
  return table;
}

function overlayEntry(
  areaCode: string,
  overlay: OverlayAreaCode,
  table: ReadonlyMap<string, AreaCode>,
  issues: Issue[],
): AreaCode | undefined {
  const shared = targetsOf(overlay).flatMap((target) => {
    const entry = table.get(target);
    if (entry?.place.country !== undefined) return [entry];
    const message = `The area code ${target} has no territory that ${areaCode} could share. Name one that the table has, or an extra one with a country.`;
    issues.push({ path: `extraAreaCodes.${areaCode}.overlayOf`, message });
    return [];
  });
  const countries = new Set(shared.map(({ place }) => place.country));
  const [country] = countries;
  if (country === undefined) return undefined;
  if (countries.size > 1) {
    const message = `An area code is in one country, and these are in ${[...countries].join(" and ")}.`;
    issues.push({ path: `extraAreaCodes.${areaCode}.overlayOf`, message });
  }
  const unionOf = (key: "overlays" | "regions") => [
    ...new Set(shared.flatMap(({ place }) => place[key] ?? [])),
  ];
  const { point } = shared[0] ?? {};
  return areaCodeOf({ areaCode, country, overlays: unionOf("overlays"), regions: unionOf("regions"), point });
}
