import type { Geography, LinkStep, Place, PoolNumber } from "../types.js";
import type { Coverage, UncoveredArea } from "./report.js";

interface AreaCount {
  readonly place: Place;
  contacts: number;
  readonly steps: Partial<Record<LinkStep, number>>;
}

/** Keeps count of the areas that a list calls. */
export class AreaCounts {
  readonly #geography: Geography | undefined;
  readonly #local: ReadonlySet<string>;
  readonly #areas = new Map<string, AreaCount>();

  constructor(pool: readonly PoolNumber[], geography: Geography | undefined) {
    this.#geography = geography;
    this.#local = new Set(
      geography === undefined ? [] : pool.map(({ number }) => areaOf(geography.locate(number))),
    );
  }

  /** Contacts by area, in no particular order; none without a geography. */
  get contacts(): readonly number[] {
    return [...this.#areas.values()].map(({ contacts }) => contacts);
  }

  /** A contact was read. Returns what to tell of its call. */
  add(callee: string): (step: LinkStep) => void {
    if (this.#geography === undefined) return () => {};
    const place = this.#geography.locate(callee);
    const area = areaOf(place);
    let count = this.#areas.get(area);
    if (count === undefined) {
      count = { place, contacts: 0, steps: {} };
      this.#areas.set(area, count);
    }
    count.contacts++;
    const { steps } = count;
    return (step) => {
      steps[step] = (steps[step] ?? 0) + 1;
    };
  }

  report(): Coverage {
    let coveredContacts = 0;
    const uncovered: UncoveredArea[] = [];
    for (const [area, { place, contacts, steps }] of this.#areas) {
      // Whoever belongs nowhere has no local number, whatever the pool holds.
      if (area !== "" && this.#local.has(area)) coveredContacts += contacts;
      else uncovered.push({ area, ...placeFields(place), contacts, steps });
    }
    uncovered.sort((a, b) => b.contacts - a.contacts || (a.area < b.area ? -1 : 1));
    return { areas: this.#areas.size, coveredContacts, uncovered };
  }
}

function areaOf({ areaCode, country }: Place): string {
  return areaCode ?? country ?? "";
}

function placeFields({ country, regions }: Place): Pick<UncoveredArea, "country" | "regions"> {
  return { ...(country === undefined ? {} : { country }), ...(regions === undefined ? {} : { regions }) };
}
