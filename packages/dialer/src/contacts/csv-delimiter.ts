const DELIMITERS = [",", ";", "\t"] as const;

/** The delimiter of a CSV, told by its header: comma, semicolon or tab, whichever is there most often. */
export function csvDelimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
