/** Where a number belongs, as far as its digits tell. Absent fields: not known, or nowhere (toll-free). */
export interface Place {
  /** ISO 3166-1 alpha-2 (`"US"`, `"GB"`), or the calling code (`"+1"`, `"+999"`) where the digits do not say more. */
  readonly country?: string;
  /** Calling code with its plus sign: `"+1"`. */
  readonly callingCode?: string;
  /** North America: the three digits, `"415"`. Elsewhere: the whole geographic prefix, `"+4420"`. */
  readonly areaCode?: string;
  /** Ids of the territories that the area code serves. Two codes share territory exactly when they share an id. */
  readonly overlays?: readonly string[];
  /** States or provinces, `"US-CA"`; a few codes serve several. */
  readonly regions?: readonly string[];
}

/** Another territory, seen from a place. */
export interface NearArea {
  /** Its overlay id. */
  readonly overlay: string;
  /** Great-circle distance, km. */
  readonly distanceKm: number;
}

/** Knows where numbers belong. `geography` of `@dialpool/pool-strategies/geo` is one. */
export interface Geography {
  /** Pure. Answers the same object for the same place where it can, so that callers may remember by it. */
  locate(number: string): Place;
  /** Other territories of the same regions, nearest first, the place's own left out. Absent: none are known. */
  nearest?(place: Place): readonly NearArea[];
}
