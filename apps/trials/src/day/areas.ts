import type { E164 } from "@dialpool/pool-strategies";

/** Somewhere to call, and every time zone in which its numbers are used. */
export interface Area {
  readonly name: string;
  /** A number of it but for its last two digits. */
  readonly stem: E164;
  /**
   * IANA names. It is written down by hand from what people know of the place, and owes nothing to the tables that the dialer
   * reads.
   */
  readonly zones: readonly string[];
  /** ISO 3166, where the trial has rules of its own for it. */
  readonly region?: "US-FL";
  /** Where the law is newer than the runtime's data: zones as they are now. The dialer is to be right by both. */
  readonly alsoZones?: readonly string[];
}

const us = (area: number, name: string, ...zones: string[]): Area => ({
  name: `${area}, ${name}`,
  stem: `+1${area}55501`,
  zones,
});

/** The four zones of the mainland, places that never change their clocks, areas that span two zones, and other countries. */
export const AREAS: readonly Area[] = [
  us(212, "New York", "America/New_York"),
  us(617, "Boston", "America/New_York"),
  { ...us(305, "Miami", "America/New_York"), region: "US-FL" },
  us(312, "Chicago", "America/Chicago"),
  us(214, "Dallas", "America/Chicago"),
  us(303, "Denver", "America/Denver"),
  us(505, "Albuquerque", "America/Denver"),
  us(213, "Los Angeles", "America/Los_Angeles"),
  us(206, "Seattle", "America/Los_Angeles"),
  us(602, "Phoenix", "America/Phoenix"),
  us(520, "Tucson", "America/Phoenix"),
  us(928, "northern Arizona with the Navajo Nation", "America/Phoenix", "America/Denver"),
  us(808, "Hawaii", "Pacific/Honolulu"),
  us(907, "Alaska with the western Aleutians", "America/Anchorage", "America/Adak"),
  us(787, "Puerto Rico", "America/Puerto_Rico"),
  { ...us(850, "the Florida panhandle", "America/Chicago", "America/New_York"), region: "US-FL" },
  us(812, "southern Indiana", "America/Indiana/Indianapolis", "America/Chicago"),
  us(270, "western Kentucky", "America/Chicago", "America/New_York"),
  us(423, "eastern Tennessee", "America/New_York", "America/Chicago"),
  us(208, "Idaho", "America/Boise", "America/Los_Angeles"),
  us(541, "eastern Oregon", "America/Los_Angeles", "America/Boise"),
  us(605, "South Dakota", "America/Chicago", "America/Denver"),
  us(701, "North Dakota", "America/Chicago", "America/Denver"),
  us(308, "western Nebraska", "America/Chicago", "America/Denver"),
  us(906, "Upper Michigan", "America/Detroit", "America/Menominee"),
  us(775, "Nevada with West Wendover", "America/Los_Angeles", "America/Denver"),
  us(416, "Toronto", "America/Toronto"),
  us(514, "Montreal", "America/Toronto"),
  us(902, "Halifax", "America/Halifax"),
  us(709, "Newfoundland and Labrador", "America/St_Johns", "America/Goose_Bay"),
  // Lloydminster keeps the time of Alberta.
  { ...us(306, "Saskatchewan", "America/Regina", "America/Edmonton"), alsoZones: ["Etc/GMT+6"] },
  us(807, "north-western Ontario", "America/Toronto", "America/Winnipeg"),
  { ...us(604, "Vancouver", "America/Vancouver"), alsoZones: ["Etc/GMT+7"] },
  { ...us(403, "Calgary", "America/Edmonton"), alsoZones: ["Etc/GMT+6"] },
  { ...us(204, "Winnipeg", "America/Winnipeg"), alsoZones: ["Etc/GMT+5"] },
  { name: "London", stem: "+4420794600", zones: ["Europe/London"] },
  { name: "Sydney", stem: "+612555000", zones: ["Australia/Sydney"] },
  { name: "Melbourne and Tasmania", stem: "+613555000", zones: ["Australia/Melbourne", "Australia/Hobart"] },
  { name: "Brisbane", stem: "+617301000", zones: ["Australia/Brisbane"] },
  {
    name: "the Gold Coast and the Tweed",
    stem: "+617555000",
    zones: ["Australia/Brisbane", "Australia/Sydney"],
  },
  {
    name: "South and Western Australia",
    stem: "+618555000",
    zones: ["Australia/Adelaide", "Australia/Darwin", "Australia/Perth"],
  },
  {
    name: "Australian mobiles",
    stem: "+614915700",
    zones: [
      "Australia/Sydney",
      "Australia/Brisbane",
      "Australia/Adelaide",
      "Australia/Darwin",
      "Australia/Perth",
    ],
  },
].map((area) => area as Area);

/** From here on the clocks of {@link Area.alsoZones} stay as they are, epoch ms. */
export const NEW_LAWS_FROM = Date.UTC(2026, 10, 2);
