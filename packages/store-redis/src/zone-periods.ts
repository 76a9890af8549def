import { Calendar } from "@dialpool/pool-strategies/store-kit";

/** Days and hours of time zones, which the server does not know and asks for. */
export class ZonePeriods {
  readonly #calendars = new Map<string, Calendar>();

  /** The periods of zones at an instant, as `scripts/lib/clock.lua` takes them. */
  textOf(now: number, names: readonly string[]): string {
    const periods = names.map((name) => {
      const calendar = this.#calendars.get(name) ?? new Calendar(name);
      this.#calendars.set(name, calendar);
      const day = calendar.day(now);
      const hour = calendar.hour(now);
      return [name, [day.start, day.end, hour.start, hour.end]] as const;
    });
    return JSON.stringify(Object.fromEntries(periods));
  }
}
