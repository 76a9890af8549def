import { expect, it } from "vitest";
import { type Aged, AgeList } from "./age-list.js";

interface Named extends Aged<Named> {
  readonly name: string;
}
const named = (name: string): Named => ({ name, older: undefined, newer: undefined });

it("gives the items oldest first, whichever were taken out", () => {
  const list = new AgeList<Named>();
  const [a, b, c] = [named("a"), named("b"), named("c")];
  for (const item of [a, b, c]) list.append(item);
  list.take(b);
  list.append(b);
  expect([...list].map(({ name }) => name)).toEqual(["a", "c", "b"]);
  list.take(a);
  expect(list.oldest).toBe(c);
  list.take(b);
  list.take(c);
  expect([...list]).toEqual([]);
  expect(list.oldest).toBeUndefined();
});

it("lets the item just given be taken out", () => {
  const list = new AgeList<Named>();
  for (const name of ["a", "b", "c"]) list.append(named(name));
  for (const item of list) list.take(item);
  expect(list.oldest).toBeUndefined();
});
