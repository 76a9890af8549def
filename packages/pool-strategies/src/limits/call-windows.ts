import type { Numbers } from "../numbers.js";
import type { WindowRule } from "../types.js";
import { Calendar, type Period } from "./calendar.js";
import type { SlotRing } from "./slot-ring.js";

/** How the calls of one number count under a policy's window rule. */
export interface CallWindow {
  count(id: number, now: number): number;
  /**
   * The least instant from `now` on at which fewer than `limit` calls count, if none is added.
   *
   * @returns `Infinity` when that will never be so.
   */
  freeAt(id: number, limit: number, now: number): number;
}

/** The windows of a day and of an hour under a rule. */
export function callWindows(
  numbers: Numbers,
  rule: WindowRule,
): { readonly day: CallWindow; readonly hour: CallWindow } {
  if (rule === "rolling") {
    return {
      day: rollingWindow(numbers.day, (id, now) => numbers.callsInDay(id, now)),
      hour: rollingWindow(numbers.hour, (id, now) => numbers.callsInHour(id, now)),
    };
  }
  const calendar = new Calendar(rule.timeZone);
  return {
    day: calendarWindow(numbers, (now) => calendar.day(now)),
    hour: calendarWindow(numbers, (now) => calendar.hour(now)),
  };
}

function rollingWindow(ring: SlotRing, count: (id: number, now: number) => number): CallWindow {
  return {
    count,
    freeAt: (id, limit, now) => {
      let remaining = count(id, now);
      if (remaining < limit) return now;
      if (limit <= 0) return Number.POSITIVE_INFINITY;
      let slot = Math.max(0, ring.slotOf(now) - ring.window + 1);
      for (;;) {
        remaining -= ring.callsIn(id, slot);
        if (remaining < limit) return ring.leavesAt(slot);
        slot++;
      }
    },
  };
}

function calendarWindow(numbers: Numbers, periodAt: (now: number) => Period): CallWindow {
  const count = (id: number, now: number) => numbers.callsSince(id, periodAt(now).start, now);
  return {
    count,
    freeAt: (id, limit, now) => {
      if (count(id, now) < limit) return now;
      return limit <= 0 ? Number.POSITIVE_INFINITY : periodAt(now).end;
    },
  };
}
