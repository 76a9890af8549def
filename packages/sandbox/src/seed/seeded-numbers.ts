import { hexDigits, randomFor } from "../random.js";
import { DEFAULT_NUMBER_SETTINGS, type NumberRecord, slugOf } from "../state/numbers.js";
import { PLACES } from "./places.js";

/** A number before it has ids. */
interface SeededNumber {
  readonly number: string;
  readonly slug?: string;
  readonly sid?: string | null;
  readonly country?: string;
  readonly region?: string;
  readonly locality?: string;
  readonly provider?: string;
}

/** Fictional lines per area code: 555-0100 to 555-0199. */
const FICTIONAL_LINES = 100;

/** The number of the vendor's own examples, with its documented id. */
const VENDOR_NUMBER: SeededNumber = {
  number: "+16286666348",
  sid: "PN9c8dba0c87f9173af8054d3ccedb8afd",
  country: "US",
  region: "CA",
  locality: "San Francisco",
};

/** Numbers without an area that a caller could share: one toll-free, two abroad. All of ranges kept for fiction. */
const ELSEWHERE: readonly SeededNumber[] = [
  { number: "+18005550199", country: "US" },
  { number: "+442079460142", country: "GB", locality: "London" },
  { number: "+61255501234", country: "AU", locality: "Sydney" },
];

/** The seeded agent's pool: 40 numbers of 40 areas, and for a bigger one more of the same areas. */
export function poolNumbers(size: number): readonly SeededNumber[] {
  const numbers = [VENDOR_NUMBER];
  for (let round = 0; numbers.length < size; round += 1) {
    numbers.push(
      ...PLACES.map((place, index) => ({ ...place, number: numberIn(place.areaCode, round, index) })),
    );
    if (round === 0) numbers.push(...ELSEWHERE);
  }
  return numbers.slice(0, size);
}

/** Numbers of the workspace that no outbound agent has yet, some of them odd on purpose. */
export const UNATTACHED_NUMBERS: readonly SeededNumber[] = [
  { number: "+12131231214", sid: null, country: "US", region: "CA", provider: "custom" },
  // Imported identifiers that are no E.164 numbers; the second one's slug is not even its text.
  { number: "1231242151", sid: null, provider: "custom" },
  { number: "sip:desk@pbx.example.com", slug: "pbx-desk", sid: null, provider: "custom" },
  { number: "+14085550190", country: "US", region: "CA", locality: "San Jose" },
  { number: "+16475550190", country: "CA", region: "ON", locality: "Toronto" },
];

/** The line on which the seeded inbound agent answers. */
export const INBOUND_NUMBER: SeededNumber = {
  number: "+16505550190",
  country: "US",
  region: "CA",
  locality: "Palo Alto",
};

/** Makes a workspace number of it. The carrier's id follows from the seed. */
export function numberRecord(seeded: SeededNumber, seed: number, now: number): NumberRecord {
  const { number, country = null, region = null, locality = null } = seeded;
  return {
    slug: seeded.slug ?? slugOf(number),
    number,
    sid: seeded.sid === undefined ? `PN${hexDigits(randomFor(`${seed}/sid/${number}`), 32)}` : seeded.sid,
    country,
    region,
    locality,
    createdAt: now,
    updatedAt: now,
    settings: { ...DEFAULT_NUMBER_SETTINGS, friendlyName: locality, provider: seeded.provider ?? "twilio" },
  };
}

/**
 * The number of one round in an area. The first 100 rounds stay in the fictional range; load runs with bigger
 * pools go on in other exchanges.
 */
function numberIn(areaCode: string, round: number, index: number): string {
  if (round < FICTIONAL_LINES) return `+1${areaCode}55501${digits((round + index) % FICTIONAL_LINES, 2)}`;
  const line = round - FICTIONAL_LINES;
  return `+1${areaCode}${556 + Math.floor(line / 10_000)}${digits(line % 10_000, 4)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
