import type { Geography, Place } from "@dialpool/pool-strategies";
import { createGeography, geography } from "@dialpool/pool-strategies/geo";
import { calleeZonesOf, zoneKeyOf } from "./callee-zones.js";
import type { CallingHours } from "./calling-hours.js";
import { type Clock, clocksOf } from "./clocks.js";
import { LocalHours } from "./local-hours.js";
import { type Span, TimePlan } from "./time-plan.js";

/** Of a callee, what decides about calling hours. */
export interface CalleeWhereabouts {
  /** E.164. */
  readonly number: string;
  /** IANA name: where the callee is known to be, in place of what the number tells. */
  readonly timeZone?: string;
  /** `US-FL` or `GB`, likewise. It chooses the rules, `timeZone` the clocks: whoever has moved needs both. */
  readonly region?: string;
}

/** Why nobody may be called now. */
export type ClosedReason =
  /** Too early, too late, or not on this day of the week, in one of the callee's zones at least. */
  | "hours"
  /** It would be time, were it no holiday. */
  | "holiday"
  /** Where the callee is, no clock is known, and the rules refuse such calls. Waiting does not help. */
  | "unknown_zone";

/** Whether a callee may be called, and until or from when. */
export type CallingWindow =
  | {
      readonly isOpen: true;
      /** The first instant at which it is no longer, epoch ms; absent: not within a year. */
      readonly closesAt?: number;
    }
  | {
      readonly isOpen: false;
      /** Epoch ms; absent: never, or not within a year. */
      readonly opensAt?: number;
      readonly reason: ClosedReason;
    };

/** What is worked out for callees of one place. */
interface PlacePlan {
  readonly plan: TimePlan;
  /** The same without holidays. */
  readonly ordinary: TimePlan | undefined;
  readonly answer: CallingWindow;
  /** The time in which `answer` holds. */
  readonly from: number;
  readonly to: number;
}

interface Compiled {
  readonly geography: Geography;
  readonly places: Map<string, PlacePlan>;
}

const UNKNOWN_ZONE: CallingWindow = Object.freeze({ isOpen: false, reason: "unknown_zone" });
const compiled = new WeakMap<CallingHours, Compiled>();

/**
 * Tells if a callee may be called now, on the clocks where the callee is, and when that changes.
 *
 * A callee who may be in several zones, as in area codes that span two, is called only when it is time in all of them. Exact to the millisecond,
 * also on days on which clocks are changed: an hour that they show twice counts twice, one that they skip not at all. Where the runtime's
 * time zone data may be behind the law (parts of Canada, Morocco), it must be time by both.
 *
 * Pure, and fast when asked again for the same place at about the same time. What is worked out is kept by the object `hours`.
 *
 * @param now Epoch ms.
 * @example callingWindow(parseCallingHours("us-federal"), { number: "+14155550123" }, now)
 *   // { isOpen: false, opensAt: 1795536000000, reason: "hours" }
 */
export function callingWindow(hours: CallingHours, callee: CalleeWhereabouts, now: number): CallingWindow {
  const known = compiledOf(hours);
  const place = known.geography.locate(callee.number);
  const key = `${zoneKeyOf(callee.number, place)} ${callee.timeZone ?? ""} ${callee.region ?? ""}`;
  let entry = known.places.get(key);
  if (entry === undefined) {
    const planned = planOf(hours, callee, place);
    if (planned === undefined) return UNKNOWN_ZONE;
    entry = answered(planned.plan, planned.ordinary, now);
    known.places.set(key, entry);
  } else if (now < entry.from || now >= entry.to) {
    entry = answered(entry.plan, entry.ordinary, now);
    known.places.set(key, entry);
  }
  return entry.answer;
}

/** The time zones by which a callee's hours are reckoned, for showing them. Empty when none is known. */
export function callingZonesOf(
  hours: CallingHours,
  { number, timeZone }: CalleeWhereabouts,
): readonly string[] {
  if (timeZone !== undefined) return [timeZone];
  const zones = calleeZonesOf(number, compiledOf(hours).geography.locate(number), hours.extraAreaCodes);
  if (zones.length > 0) return zones;
  return hours.unknownZone === "refuse" ? [] : hours.unknownZone;
}

function compiledOf(hours: CallingHours): Compiled {
  const known = compiled.get(hours);
  if (known !== undefined) return known;
  const { extraAreaCodes } = hours;
  const own = extraAreaCodes === undefined ? geography : createGeography({ extraAreaCodes });
  const fresh: Compiled = { geography: own, places: new Map() };
  compiled.set(hours, fresh);
  return fresh;
}

function answered(plan: TimePlan, ordinary: TimePlan | undefined, now: number): PlacePlan {
  const span = plan.spanAt(now);
  const usual = span.isOpen ? undefined : ordinary?.spanAt(now);
  const answer = answerOf(span, usual?.isOpen === true ? "holiday" : "hours");
  const from = Math.max(span.from, usual?.from ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(span.to, usual?.to ?? Number.POSITIVE_INFINITY);
  return { plan, ordinary, answer, from, to };
}

function answerOf({ isOpen, to, isEndKnown }: Span, reason: ClosedReason): CallingWindow {
  if (isOpen) return Object.freeze({ isOpen, ...(isEndKnown && { closesAt: to }) });
  return Object.freeze({ isOpen, ...(isEndKnown && { opensAt: to }), reason });
}

function planOf(
  hours: CallingHours,
  callee: CalleeWhereabouts,
  place: Place,
): { readonly plan: TimePlan; readonly ordinary: TimePlan | undefined } | undefined {
  const clocks = [...new Set(callingZonesOf(hours, callee))].flatMap(clocksOf);
  if (clocks.length === 0) return undefined;
  const rules = rulesFor(hours, callee.region === undefined ? regionsOf(hours, place) : [callee.region]);
  const isWithHolidays = rules.some(({ holidays }) => holidays.length > 0);
  return {
    plan: new TimePlan(
      onClocks(
        rules.map((rule) => new LocalHours(rule.hours, rule.holidays)),
        clocks,
      ),
    ),
    ordinary: isWithHolidays
      ? new TimePlan(
          onClocks(
            rules.map((rule) => new LocalHours(rule.hours, [])),
            clocks,
          ),
        )
      : undefined,
  };
}

function onClocks(rules: readonly LocalHours[], clocks: readonly Clock[]) {
  return rules.flatMap((hours) => clocks.map((clock) => ({ hours, clock })));
}

/**
 * The places whose entries a callee's calls must keep to: the regions of the number; where the region is not known, the country and all of its regions that
 * have an entry; where nothing is known, all that have one.
 */
function regionsOf(
  { regions }: CallingHours,
  { country, regions: own }: Place,
): readonly (string | undefined)[] {
  if (own !== undefined) return own;
  const entries = Object.keys(regions);
  if (country === undefined || country.startsWith("+")) return [undefined, ...entries];
  return [country, ...entries.filter((entry) => entry.startsWith(`${country}-`))];
}

/** The nearest entry's hours, and the holidays of all. */
function rulesFor(
  { hours, holidays, regions }: CallingHours,
  places: readonly (string | undefined)[],
): readonly Pick<CallingHours, "hours" | "holidays">[] {
  return places.map((place = "") => {
    const country = place.slice(0, 2);
    const entries = [regions[place], place === country ? undefined : regions[country]];
    return {
      hours: entries.find((entry) => entry?.hours !== undefined)?.hours ?? hours,
      holidays: [...holidays, ...entries.flatMap((entry) => entry?.holidays ?? [])],
    };
  });
}
