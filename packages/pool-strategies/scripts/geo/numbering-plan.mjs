import { Metadata } from "libphonenumber-js/core";
import metadata from "libphonenumber-js/metadata.max.json";
import { DigitMachine } from "./digit-pattern.mjs";

/** The verdict on numbers that are nobody's local number. */
export const NOWHERE = "-";

/** Special tariffs, and personal numbers that follow their owner. */
const NOWHERE_TYPES = new Set(["PREMIUM_RATE", "TOLL_FREE", "SHARED_COST", "PERSONAL_NUMBER", "PAGER"]);
/** In the order in which libphonenumber asks for them: the first that fits is the number's type. */
const TYPES = [
  "PREMIUM_RATE",
  "TOLL_FREE",
  "SHARED_COST",
  "VOIP",
  "PERSONAL_NUMBER",
  "PAGER",
  "UAN",
  "VOICEMAIL",
  "FIXED_LINE",
  "MOBILE",
];
/** Where mobile numbers carry the area code of a place, too (libphonenumber's "geo mobile countries"). */
const COUNTRIES_WITH_MOBILE_AREAS = new Set(["AR", "BR", "MX"]);
/** Digits between the calling code and the area code of a mobile number: Argentina's 9. */
const DIGITS_BEFORE_MOBILE_AREA = new Map([["AR", 1]]);
/**
 * Countries with area codes, though they dial no national prefix. In all others
 * without one, every number is dialled in full, and what looks like an area
 * code need not be one: libphonenumber gives them none, and neither do we.
 */
const AREAS_WITHOUT_NATIONAL_PREFIX = new Set(["IT", "VA", "MX"]);

/**
 * The numbering plan of one calling code, by the metadata of libphonenumber-js: a
 * machine that is fed what follows the calling code digit by digit, and tells
 * what a complete number is.
 */
export class NumberingPlan {
  /** All patterns of the plan; a state of the plan is the list of their states. */
  #machines = [];
  #countries;
  #formats;

  /** @param {string[]} countries All that share the calling code, the main one first. */
  constructor(countries) {
    this.#formats = planOf(countries[0])
      .formats()
      .map((format) => this.#formatOf(format));
    this.#countries = countries.map((country, index) => this.#countryOf(country, index === 0));
  }

  /** The state before any digit. */
  get start() {
    return this.#machines.map(({ start }) => start);
  }

  /** The state after one more digit. */
  step(state, digit) {
    return state.map((at, index) => this.#machines[index].step(at, digit));
  }

  /** Tells if any complete number may still follow. */
  isAlive(state) {
    return this.#countries.some(({ types }) => types.some(({ machine }) => state[machine] !== 0));
  }

  /**
   * What the digits are as a complete number: `NOWHERE`; or the country, `_` for
   * each digit before the area code, and the area code's length: `GB2`, `AR_3`, `ES0`.
   *
   * @returns {string | undefined} `undefined` if they are no number.
   */
  verdict(state) {
    const accepts = (machine) => this.#machines[machine].accepts(state[machine]);
    const claims = this.#countries.flatMap(({ country, isMain, general, leading, types, hasAreas }) => {
      if (!accepts(general) || (leading !== undefined && !accepts(leading))) return [];
      const type = types.find(({ machine }) => accepts(machine))?.type;
      return type === undefined ? [] : [{ country, isMain, type, hasAreas }];
    });
    // A landline that the plan of a smaller place lists is there, even if the main country lists it as well;
    // mobile and service numbers that several list are the main country's.
    const claim = claims.find(({ isMain, type }) => !isMain && type === "FIXED_LINE") ?? claims[0];
    if (claim !== undefined) {
      const { country, type, hasAreas } = claim;
      if (NOWHERE_TYPES.has(type)) return NOWHERE;
      const isMobile = type === "MOBILE";
      const isPlaced = type === "FIXED_LINE" || (isMobile && COUNTRIES_WITH_MOBILE_AREAS.has(country));
      if (!hasAreas || !isPlaced) return `${country}0`;
      const before = isMobile ? (DIGITS_BEFORE_MOBILE_AREA.get(country) ?? 0) : 0;
      const format = this.#formats.find(
        ({ pattern, leading: first }) => accepts(pattern) && (first === undefined || accepts(first)),
      );
      // A number written in one group has no area code.
      const length = (format?.groups.length ?? 0) > before + 1 ? format.groups[before] : 0;
      return length === 0 ? `${country}0` : `${country}${"_".repeat(before)}${length}`;
    }
    return undefined;
  }

  #add(pattern, options) {
    return this.#machines.push(new DigitMachine(pattern, options)) - 1;
  }

  /** How numbers are written in groups; the first group is the area code where there is one. */
  #formatOf(format) {
    const leading = format.leadingDigitsPatterns().at(-1);
    return {
      pattern: this.#add(format.pattern()),
      leading: leading === undefined ? undefined : this.#add(leading, { isPrefix: true }),
      groups: [...format.pattern().matchAll(/\(\\d(?:\{(\d+)[^}]*\})?\)/g)].map(([, length = "1"]) =>
        Number(length),
      ),
    };
  }

  #countryOf(country, isMain) {
    const plan = planOf(country);
    const leading = plan.leadingDigits();
    return {
      country,
      isMain,
      general: this.#add(plan.nationalNumberPattern()),
      leading: leading ? this.#add(leading, { isPrefix: true }) : undefined,
      types: TYPES.flatMap((type) => {
        const pattern = plan.type(type)?.pattern();
        return pattern ? [{ type, machine: this.#add(pattern) }] : [];
      }),
      hasAreas: Boolean(plan.nationalPrefix()) || AREAS_WITHOUT_NATIONAL_PREFIX.has(country),
    };
  }
}

function planOf(country) {
  const reader = new Metadata(metadata);
  reader.selectNumberingPlan(country);
  return reader.numberingPlan;
}
