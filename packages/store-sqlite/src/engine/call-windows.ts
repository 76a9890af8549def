import type { WindowRule } from "@dialpool/pool-strategies";
import { Calendar, type CallWindow, type Period, type SlotCount } from "@dialpool/pool-strategies/store-kit";
import type { NumberBook } from "./number-book.js";
import { callsFrom, leavesAt, MINUTES, QUARTERS, rollingCalls, type SlotRule, slotOf } from "./slots.js";

/** The windows of a day and of an hour under a rule. */
export function callWindows(
  numbers: NumberBook,
  rule: WindowRule,
): { readonly day: CallWindow; readonly hour: CallWindow } {
  const quartersOf = (id: number) => numbers.at(id).quarters;
  if (rule === "rolling")
    return {
      day: rollingWindow(QUARTERS, quartersOf),
      hour: rollingWindow(MINUTES, (id) => numbers.at(id).minutes),
    };
  const calendar = new Calendar(rule.timeZone);
  return {
    day: calendarWindow(quartersOf, (now) => calendar.day(now)),
    hour: calendarWindow(quartersOf, (now) => calendar.hour(now)),
  };
}

type CountsOf = (id: number) => readonly SlotCount[];

function rollingWindow(rule: SlotRule, countsOf: CountsOf): CallWindow {
  return {
    count: (id, now) => rollingCalls(rule, countsOf(id), now),
    freeAt: (id, limit, now) => {
      const counts = countsOf(id);
      let remaining = rollingCalls(rule, counts, now);
      if (remaining < limit) return now;
      if (limit <= 0) return Number.POSITIVE_INFINITY;
      const first = slotOf(rule, now) - rule.window + 1;
      for (const [slot, calls] of counts) {
        if (slot < first) continue;
        remaining -= calls;
        if (remaining < limit) return leavesAt(rule, slot);
      }
      return now;
    },
  };
}

function calendarWindow(countsOf: CountsOf, periodAt: (now: number) => Period): CallWindow {
  const count = (id: number, now: number) => callsFrom(countsOf(id), slotOf(QUARTERS, periodAt(now).start));
  return {
    count,
    freeAt: (id, limit, now) => {
      if (count(id, now) < limit) return now;
      return limit <= 0 ? Number.POSITIVE_INFINITY : periodAt(now).end;
    },
  };
}
