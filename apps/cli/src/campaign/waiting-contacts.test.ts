import { expect, it } from "vitest";
import { createWaitingContacts } from "./waiting-contacts.js";

it("gives contacts by when they are due, those due together as they came", () => {
  const waiting = createWaitingContacts<string>();
  waiting.add("ann", 200);
  waiting.add("bo", 100);
  waiting.add("cy", 200);
  expect([waiting.size, waiting.nextAt, waiting.take(99)]).toEqual([3, 100, undefined]);
  expect([waiting.take(500), waiting.take(500), waiting.take(500), waiting.take(500)]).toEqual([
    "bo",
    "ann",
    "cy",
    undefined,
  ]);
  expect(waiting.nextAt).toBe(Number.POSITIVE_INFINITY);
});

it("is full at a hundred", () => {
  const waiting = createWaitingContacts<number>();
  for (let item = 0; item < 99; item++) waiting.add(item, 0);
  expect(waiting.isFull).toBe(false);
  waiting.add(99, 0);
  expect(waiting.isFull).toBe(true);
});
