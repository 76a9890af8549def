import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutComments } from "./without-comments.js";

async function emptied(...pieces: readonly string[]): Promise<string> {
  async function* source() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const kept: Buffer[] = [];
  for await (const piece of withoutComments(source())) kept.push(piece);
  return Buffer.concat(kept).toString();
}

it.each([
  ['# never, "call" them\nphone;since\n', "\nphone;since\n"],
  ["+14155550123\r\n  # opted, out\r+14155550124", "+14155550123\r\n\r+14155550124"],
  ["phone # no comment\n", "phone # no comment\n"],
  ['phone,note\n+14155550123,"asked\n# 5 times"\n# end', 'phone,note\n+14155550123,"asked\n# 5 times"\n'],
  ['"it ""opens""\n# and stays open\n', '"it ""opens""\n# and stays open\n'],
])("empties the lines of %j that are comments, and no others", async (text, kept) => {
  expect(await emptied(text)).toBe(kept);
});

it("gives the same rows however the text is cut into pieces", async () => {
  const text = fc
    .array(fc.constantFrom("#", '"', " ", ",", "\n", "\r\n", "\r", "+1", "é"), { maxLength: 40 })
    .map((parts) => parts.join(""));
  const cuts = fc.array(fc.nat(60), { maxLength: 5 });
  const property = fc.asyncProperty(text, cuts, async (whole, at) => {
    const places = [0, ...at.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
    const pieces = places.slice(1).map((to, index) => whole.slice(places[index], to));
    // Leading spaces of a line may stay or go.
    const withoutIndent = (kept: string) => kept.replace(/(^|[\r\n]) +/g, "$1");
    expect(withoutIndent(await emptied(...pieces))).toBe(withoutIndent(await emptied(whole)));
  });
  await fc.assert(property);
});
