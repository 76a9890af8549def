import type { CallingHoursInput } from "@dialpool/dialer";
import type { Area } from "./areas.js";
import type { WallTime } from "./wall-clock.js";

/** Calling hours twice: as the dialer is told them, and as anybody would read them. */
export interface Rules {
  readonly name: string;
  readonly input: CallingHoursInput;
  /** Whether it is time by one clock. */
  isOpen(wall: WallTime, area: Area): boolean;
}

const hour = (hours: number) => hours * 60;
const isWithin = ({ minutes }: WallTime, from: number, until: number) =>
  minutes >= hour(from) && minutes < hour(until);

export const FEDERAL: Rules = {
  name: "us-federal",
  input: { preset: "us-federal" },
  isOpen: (wall) => isWithin(wall, 8, 21),
};

/** Hours by weekday with a break at noon, days on which nobody is called, and a state with hours of its own. */
export const STRICTER: Rules = {
  name: "by weekday, with a holiday and stricter hours in Florida",
  input: {
    hours: { weekdays: ["09:00-12:00", "13:00-19:00"], saturday: "10:00-16:00", sunday: [] },
    holidays: ["2026-11-02", "03-15"],
    regions: { "US-FL": { hours: { daily: "10:00-18:00" } } },
  },
  isOpen(wall, { region }) {
    if (wall.date === "2026-11-02" || wall.date.endsWith("-03-15")) return false;
    if (region === "US-FL") return isWithin(wall, 10, 18);
    if (wall.weekday === 0) return false;
    if (wall.weekday === 6) return isWithin(wall, 10, 16);
    return isWithin(wall, 9, 12) || isWithin(wall, 13, 19);
  },
};
