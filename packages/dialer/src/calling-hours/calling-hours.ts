import { createGeography, type ExtraAreaCodes } from "@dialpool/pool-strategies/geo";
import { InvalidInputError, isTimeZone, read } from "@dialpool/pool-strategies/store-kit";
import { DialerConfigError, type Issue } from "../errors.js";
import { DAY_GROUPS, hoursSchema, WEEKDAYS } from "./hours-schema.js";

/** A day of the week, on the callee's calendar. */
export type Weekday = "sunday" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday";

/**
 * Windows of a day on the callee's clocks: `"08:00-21:00"`, the end excluded, 24:00 being midnight. An empty list:
 * nobody is called.
 */
export type DayWindows = string | readonly string[];

/** Windows by the day. A day that nothing names is closed; its own name goes before `weekend` and `weekdays`, these before `daily`. */
export type HoursInput = Readonly<Partial<Record<Weekday | "weekdays" | "weekend" | "daily", DayWindows>>>;

/** What holds in one country or region. */
export interface RegionHoursInput {
  readonly hours?: HoursInput;
  readonly holidays?: readonly string[];
}

/** What {@link parseCallingHours} reads. */
export interface CallingHoursInput {
  /** Hours to begin with; `hours` takes their place. See {@link parseCallingHours}. */
  readonly preset?: "us-federal";
  readonly hours?: HoursInput;
  /** Days on the callee's calendar on which nobody is called: `"2026-12-25"`, or `"12-25"` for every year. */
  readonly holidays?: readonly string[];
  /**
   * Other hours in places: `{ "US-FL": { hours }, "GB": { hours, holidays } }`, by ISO 3166.
   *
   * The hours of the region count, else those of its country, else those above: the nearest entry alone, even if it is
   * the more generous. Holidays add up. A callee who may be in several regions is called only when all of them allow it.
   */
  readonly regions?: Readonly<Record<string, RegionHoursInput>>;
  /**
   * For a callee of whom no time zone is known: toll-free, personal and satellite numbers. `"refuse"`, the default: is not called.
   * Or zones, in all of which the hours must be open.
   */
  readonly unknownZone?: "refuse" | readonly string[];
  /** Area codes of +1 that the table lacks or has wrong, as `createGeography` takes them. */
  readonly extraAreaCodes?: ExtraAreaCodes;
}

/** Windows of all days, written out. */
export type WeekHours = Readonly<Record<Weekday, readonly string[]>>;

/** Calling hours that were read: checked, written out, plain JSON. Keep the object: what is worked out from it is kept by it. */
export interface CallingHours {
  readonly hours: WeekHours;
  readonly holidays: readonly string[];
  readonly regions: Readonly<
    Record<string, { readonly hours?: WeekHours; readonly holidays: readonly string[] }>
  >;
  readonly unknownZone: "refuse" | readonly string[];
  readonly extraAreaCodes?: ExtraAreaCodes;
}

const PRESETS: Readonly<Record<string, HoursInput>> = {
  // 47 CFR 64.1200(c)(1): not before 8 a.m. and not after 9 p.m., local time at the called party's location.
  "us-federal": { daily: "08:00-21:00" },
};
const REGION = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/**
 * Reads calling hours: a preset's name, or an object.
 *
 * `"us-federal"` is 8:00 to 21:00 on the callee's clocks, every day: the hours of the US federal rule for telephone solicitation.
 * **That is no legal advice.** States and other countries are stricter, know holidays, and ask for more than hours; what holds for
 * your calls is for you to find out, and to write into `regions`.
 *
 * Hours that were read stay as they are.
 *
 * @throws DialerConfigError with an issue for each thing that is wrong, unknown keys included.
 * @example parseCallingHours("us-federal")
 * @example parseCallingHours({ preset: "us-federal", regions: { "US-FL": { hours: { daily: "08:00-20:00" } } } })
 */
export function parseCallingHours(input: unknown): CallingHours {
  const issues: Issue[] = [];
  const given = typeof input === "string" ? { preset: input } : input;
  const { extraAreaCodes, ...rest } = isRecord(given) ? given : { extraAreaCodes: undefined };
  const parsed = read(hoursSchema, isRecord(given) ? rest : given, "", issues) as Required<CallingHoursInput>;
  if (issues.length === 0) issues.push(...contentIssues(parsed), ...areaCodeIssues(extraAreaCodes));
  if (issues.length > 0) throw new DialerConfigError("The calling hours", issues);
  const { preset, hours = PRESETS[preset] ?? {}, holidays, regions, unknownZone } = parsed;
  return {
    hours: weekOf(hours),
    holidays: [...holidays],
    regions: Object.fromEntries(
      Object.entries(regions).map(([place, own]) => [
        place,
        { ...(own.hours && { hours: weekOf(own.hours) }), holidays: [...(own.holidays ?? [])] },
      ]),
    ),
    unknownZone,
    ...(extraAreaCodes === undefined ? {} : { extraAreaCodes: extraAreaCodes as ExtraAreaCodes }),
  };
}

function weekOf(hours: HoursInput): WeekHours {
  const days = WEEKDAYS.map((day, index) => {
    const groups = Object.entries(DAY_GROUPS).filter(([, days]) =>
      (days as readonly number[]).includes(index),
    );
    const names = [day, ...groups.map(([group]) => group)] as (keyof HoursInput)[];
    const name = names.find((each) => hours[each] !== undefined);
    const windows = (name && hours[name]) ?? [];
    return [day, typeof windows === "string" ? [windows] : [...windows]];
  });
  return Object.fromEntries(days) as WeekHours;
}

function contentIssues(parsed: CallingHoursInput): Issue[] {
  const { preset, hours, holidays = [], regions = {}, unknownZone = "refuse" } = parsed;
  const issues: Issue[] = [];
  if (preset === undefined && hours === undefined)
    issues.push({ path: "hours", message: "Is missing: give hours, or a preset." });
  issues.push(...hoursIssues(hours, "hours"), ...holidayIssues(holidays, "holidays"));
  for (const [place, own] of Object.entries(regions)) {
    if (!REGION.test(place))
      issues.push({
        path: `regions.${place}`,
        message: "Must be a country or region by ISO 3166, such as GB or US-FL.",
      });
    issues.push(...hoursIssues(own.hours, `regions.${place}.hours`));
    issues.push(...holidayIssues(own.holidays ?? [], `regions.${place}.holidays`));
  }
  for (const [index, zone] of (unknownZone === "refuse" ? [] : unknownZone).entries())
    if (!isTimeZone(zone)) {
      const message = "Must be the IANA name of a time zone, such as America/New_York.";
      issues.push({ path: `unknownZone.${index}`, message });
    }
  return issues;
}

function hoursIssues(hours: HoursInput | undefined, path: string): Issue[] {
  return Object.entries(hours ?? {}).flatMap(([day, windows]) => {
    const list = typeof windows === "string" ? [windows] : windows;
    return list.flatMap((window, index) => {
      const [from = "", to = ""] = window.split("-");
      if (from < to) return [];
      const at = typeof windows === "string" ? "" : `.${index}`;
      const message =
        "Must end after it begins. Hours over midnight are two windows, the second on the next day.";
      return [{ path: `${path}.${day}${at}`, message }];
    });
  });
}

function holidayIssues(holidays: readonly string[], path: string): Issue[] {
  return holidays.flatMap((holiday, index) => {
    const full = holiday.length > 5 ? holiday : `2024-${holiday}`;
    const isDay = new Date(`${full}T00:00:00Z`).toISOString().startsWith(full);
    return isDay ? [] : [{ path: `${path}.${index}`, message: "There is no such day." }];
  });
}

function areaCodeIssues(extraAreaCodes: unknown): readonly Issue[] {
  if (extraAreaCodes === undefined) return [];
  try {
    createGeography({ extraAreaCodes: extraAreaCodes as ExtraAreaCodes });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
