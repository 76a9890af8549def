import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ListEntry, ListHead } from "./list-head.js";

type Command =
  | { readonly kind: "add" | "remove"; readonly entry: ListEntry }
  | { readonly kind: "look"; readonly place: number }
  | { readonly kind: "forget" };

const entry = fc.record({ key: fc.integer({ min: 0, max: 60 }), member: fc.integer({ min: 0, max: 20 }) });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("add" as const), entry }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("remove" as const), entry }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("look" as const), place: fc.nat({ max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "forget" as const }) },
);

/** The whole list, in order. */
class List {
  #entries: readonly ListEntry[] = [];
  reads = 0;

  get entries(): readonly ListEntry[] {
    return this.#entries;
  }

  add(added: ListEntry): void {
    this.#entries = [...this.#entries, added].sort((a, b) => a.key - b.key || a.member - b.member);
  }

  remove({ key, member }: ListEntry): void {
    this.#entries = this.#entries.filter((each) => each.key !== key || each.member !== member);
  }

  has({ key, member }: ListEntry): boolean {
    return this.#entries.some((each) => each.key === key && each.member === member);
  }

  readonly readAfter = (after: ListEntry, count: number): readonly ListEntry[] => {
    this.reads++;
    return this.#entries
      .filter(({ key, member }) => key > after.key || (key === after.key && member > after.member))
      .slice(0, count);
  };
}

describe("the head of a list", () => {
  it("is that of the list at any time, whatever was read, added and taken out before", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const list = new List();
        const head = new ListHead(list.readAfter);
        for (const each of commands) {
          if (each.kind === "forget") head.forget();
          else if (each.kind === "look") expect(head.at(each.place)).toEqual(list.entries[each.place]);
          else if (each.kind === "remove") {
            list.remove(each.entry);
            head.remove(each.entry);
          } else if (!list.has(each.entry)) {
            list.add(each.entry);
            head.add(each.entry);
          }
          const [first] = list.entries;
          expect(head.lowestKey).toBeLessThanOrEqual(first?.key ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it("asks for many at once when they are taken one after the other, and keeps a bounded number", () => {
    const list = new List();
    const head = new ListHead(list.readAfter);
    for (let key = 0; key < 1000; key++) list.add({ key, member: 0 });
    for (let key = 0; key < 500; key++) {
      const first = head.at(0) as ListEntry;
      expect(first.key).toBe(key);
      list.remove(first);
      head.remove(first);
    }
    expect(list.reads).toBeLessThan(20);
    // All of these come before the last that was read.
    for (let member = 1; member < 400; member++) {
      list.add({ key: 500, member });
      head.add({ key: 500, member });
    }
    expect(Array.from({ length: 450 }, (_, place) => head.at(place))).toEqual(list.entries.slice(0, 450));
  });
});
