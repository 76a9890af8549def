import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NamespaceRecord } from "../store-kit/namespace-record.js";
import { namespaceFromLines, namespaceToLines } from "./lines.js";

const turn = (slug: string): NamespaceRecord => {
  return { kind: "turn", poolId: "p", bucket: "any", slug, start: 0.1 };
};

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("lines of JSON", () => {
  it("give back the records, however the text was cut", async () => {
    const slugs = fc.array(fc.string({ unit: "binary" }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(slugs, fc.array(fc.nat({ max: 200 })), async (names, cuts) => {
        const records = names.map(turn);
        const text = (await all(namespaceToLines(records))).join("");
        expect(text.split("\n").length).toBe(names.length + 1);
        const pieces: string[] = [];
        let rest = text;
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        pieces.push(rest);
        expect(await all(namespaceFromLines(pieces))).toEqual(records);
      }),
    );
  });

  it("come in pieces of many", async () => {
    const pieces = await all(namespaceToLines(Array.from({ length: 5000 }, (_, at) => turn(`${at}`))));
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.length).toBeLessThan(10);
  });

  it("may be empty, end without a line feed, or with two characters as on Windows", async () => {
    const line = JSON.stringify(turn("a"));
    expect(await all(namespaceFromLines([`\n${line}\r\n\r\n${line}`]))).toEqual([turn("a"), turn("a")]);
  });

  it("name the line that is no JSON, and do not repeat it", async () => {
    const text = `${JSON.stringify(turn("a"))}\n{"callee":"+14155550123"`;
    await expect(all(namespaceFromLines([text]))).rejects.toMatchObject({
      code: "import_invalid",
      message: "Record 2 cannot be imported. It is no JSON.",
    });
  });
});
