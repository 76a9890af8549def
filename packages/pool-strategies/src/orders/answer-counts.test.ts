import { describe, expect, it } from "vitest";
import { AnswerBook } from "./answer-counts.js";

const DAY_MS = 86_400_000;

describe("what the learning order remembers", () => {
  it("counts answered and attempted calls, half after every half-life", () => {
    const book = new AnswerBook(7);
    book.learn("a", "area-code", "answered", 0);
    book.learn("a", "area-code", "no-answer", 7 * DAY_MS);
    expect(book.counts("a", "area-code", 7 * DAY_MS)).toEqual({ answered: 0.5, attempted: 1.5 });
    expect(book.counts("a", "area-code", 21 * DAY_MS)).toEqual({ answered: 0.125, attempted: 0.375 });
    expect(book.counts("b", "area-code", 0)).toEqual({ answered: 0, attempted: 0 });
  });

  it.each([
    ["answered", 1, 1],
    ["voicemail", 0, 1],
    ["no-answer", 0, 1],
    ["busy", 0, 1],
    ["failed", 0, 1],
    ["blocked", 0, 1],
    ["canceled", 0, 0],
    ["unknown", 0, 0],
  ] as const)("counts %s as %i answered of %i", (outcome, answered, attempted) => {
    const book = new AnswerBook(7);
    book.learn("a", "any", outcome, 5);
    expect(book.counts("a", "any", 5)).toEqual({ answered, attempted });
  });

  it("keeps steps apart", () => {
    const book = new AnswerBook(7);
    book.learn("a", "area-code", "answered", 0);
    book.learn("a", "any", "no-answer", 0);
    expect(book.counts("a", "area-code", 0)).toEqual({ answered: 1, attempted: 1 });
    expect(book.counts("a", "any", 0)).toEqual({ answered: 0, attempted: 1 });
  });

  it("goes on from what it learned, to the bit", () => {
    const book = new AnswerBook(3);
    for (const [index, slug] of ["b", "a", "b", "c", "b"].entries())
      book.learn(
        slug,
        index % 2 === 0 ? "any" : "region",
        index < 3 ? "answered" : "busy",
        index * 1_234_567,
      );
    const copy = new AnswerBook(3, JSON.parse(JSON.stringify(book.learned())));
    expect(copy.learned()).toEqual(book.learned());
    expect(copy.learned().map(([slug, step]) => `${step} ${slug}`)).toEqual([
      "any b",
      "region a",
      "region c",
    ]);
    expect(copy.counts("b", "any", 9_999_999)).toEqual(book.counts("b", "any", 9_999_999));
  });
});
