import { expect, it } from "vitest";
import { createProgressBar } from "./progress-bar.js";

const PROGRESS = { total: 10, placed: 4, rejected: 1, unknown: 0, refused: 0, live: 2 };

/** A bar for 10 contacts on a terminal that remembers what it was sent. */
function barOnTerminal() {
  const written: string[] = [];
  const write = (text: string) => {
    written.push(text);
  };
  const bar = createProgressBar({ isTTY: true, columns: 100, write }, 10, write);
  return { bar, textSince: (mark: number) => written.slice(mark).join(""), mark: () => written.length };
}

it("stands where it stood after a note", () => {
  const { bar, textSince, mark } = barOnTerminal();
  bar.update(PROGRESS);
  const before = mark();
  bar.note("A number was detached.");
  bar.stop();

  expect(textSince(before)).toContain("A number was detached.");
  expect(textSince(before)).toContain("5/10 contacts · 2 live · 1 not placed");
  expect(textSince(before)).not.toContain("0/10 contacts");
});

it("gives the cursor back when it stops, and stays away after that", () => {
  const { bar, textSince, mark } = barOnTerminal();
  bar.stop();
  expect(textSince(0)).toContain("\u001b[?25h");

  const before = mark();
  bar.note("A number was detached.");
  bar.update(PROGRESS);
  expect(textSince(before)).toBe("A number was detached.");
});
