/** Where a seeded number is from. */
export interface Place {
  readonly areaCode: string;
  readonly country: "US" | "CA";
  readonly region: string;
  readonly locality: string;
}

/** One area code each; the numbers of a pool go round them. */
export const PLACES: readonly Place[] = [
  ...inCountry("US", [
    ["415", "CA", "San Francisco"],
    ["213", "CA", "Los Angeles"],
    ["310", "CA", "Santa Monica"],
    ["212", "NY", "New York"],
    ["646", "NY", "New York"],
    ["718", "NY", "Brooklyn"],
    ["305", "FL", "Miami"],
    ["407", "FL", "Orlando"],
    ["512", "TX", "Austin"],
    ["214", "TX", "Dallas"],
    ["713", "TX", "Houston"],
    ["312", "IL", "Chicago"],
    ["617", "MA", "Boston"],
    ["206", "WA", "Seattle"],
    ["503", "OR", "Portland"],
    ["303", "CO", "Denver"],
    ["602", "AZ", "Phoenix"],
    ["702", "NV", "Las Vegas"],
    ["404", "GA", "Atlanta"],
    ["615", "TN", "Nashville"],
    ["704", "NC", "Charlotte"],
    ["215", "PA", "Philadelphia"],
    ["313", "MI", "Detroit"],
    ["612", "MN", "Minneapolis"],
    ["314", "MO", "St. Louis"],
    ["504", "LA", "New Orleans"],
    ["801", "UT", "Salt Lake City"],
    ["505", "NM", "Albuquerque"],
    ["808", "HI", "Honolulu"],
    ["907", "AK", "Anchorage"],
    ["202", "DC", "Washington"],
  ]),
  ...inCountry("CA", [
    ["416", "ON", "Toronto"],
    ["514", "QC", "Montreal"],
    ["604", "BC", "Vancouver"],
    ["403", "AB", "Calgary"],
    ["902", "NS", "Halifax"],
  ]),
];

function inCountry(
  country: Place["country"],
  rows: readonly (readonly [areaCode: string, region: string, locality: string])[],
): readonly Place[] {
  return rows.map(([areaCode, region, locality]) => ({ areaCode, country, region, locality }));
}
