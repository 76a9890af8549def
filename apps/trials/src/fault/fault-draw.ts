import type { Fault, FaultDecision } from "@dialpool/sandbox";

/** What goes wrong with requests that place calls. */
export const FAULT_NAMES = [
  "reset before it is handled",
  "reset after it is handled",
  "stall",
  "429 storm",
  "5xx",
  "truncated JSON",
  "empty 200",
  "HTML",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** The share of requests that each fault strikes. */
const SHARE = 0.2;
/** Requests that a storm of 429s strikes one after another, on average. */
const STORM_LENGTH = 8;
/** The share of pages of call records that go wrong: a read of many pages is to come to its end some time. */
const READ_SHARE = 0.02;

/** Draws faults, and counts those that struck. */
export class FaultDraw {
  readonly #names: readonly FaultName[];
  readonly #random: () => number;
  readonly struck: Record<FaultName | "none" | "reading", number>;
  #isStorm = false;

  constructor(names: readonly FaultName[], random: () => number) {
    this.#names = names;
    this.#random = random;
    this.struck = Object.fromEntries(
      [...FAULT_NAMES, "none", "reading"].map((name) => [name, 0]),
    ) as typeof this.struck;
  }

  /** Each fault is drawn by itself; where several are due, one of them strikes. */
  readonly decide: FaultDecision = ({ operationId }) => {
    if (operationId === "list-calls") return this.#decideOnReading();
    if (operationId !== "voice-call") return undefined;
    this.#isStorm = this.#random() < (this.#isStorm ? 1 - 1 / STORM_LENGTH : stormBegins());
    const due = this.#names.filter((name) => (name === "429 storm" ? this.#isStorm : this.#random() < SHARE));
    const name = due[Math.floor(this.#random() * due.length)];
    this.struck[name ?? "none"]++;
    return name === undefined ? undefined : this.#faultOf(name);
  };

  #decideOnReading(): ReturnType<FaultDecision> {
    if (this.#random() >= READ_SHARE) return undefined;
    this.struck.reading++;
    const kinds = ["reset", "truncated", "html", "empty-body", "status"] as const;
    return { kind: this.#oneOf(kinds) };
  }

  #faultOf(name: FaultName): Omit<Fault, "times" | "operationId"> {
    const when = this.#random() < 0.5 ? "before-handling" : "after-handling";
    switch (name) {
      case "reset before it is handled":
        return { kind: "reset", when: "before-handling" };
      case "reset after it is handled":
        return { kind: "reset", when: "after-handling" };
      case "stall":
        return { kind: "hang", when };
      case "429 storm": {
        const headers = this.#random() < 0.3 ? { "retry-after": "2" } : {};
        return { kind: "status", status: 429, when: "before-handling", headers };
      }
      case "5xx":
        return { kind: "status", status: this.#oneOf([500, 502, 503]), when };
      case "truncated JSON":
        return { kind: "truncated", when: "after-handling" };
      case "empty 200":
        return { kind: "empty-body", when };
      case "HTML":
        return { kind: "html", status: this.#oneOf([200, 502]), when };
      default:
        return name satisfies never;
    }
  }

  #oneOf<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}

/** How likely a storm begins, if storms of that length are to make up that share. */
function stormBegins(): number {
  return SHARE / STORM_LENGTH / (1 - SHARE);
}
