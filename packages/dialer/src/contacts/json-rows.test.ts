import { describe, expect, it } from "vitest";
import { ANA, BEN, CLEO, outline, read } from "../../test/support/read-list.js";

describe("a list in JSON Lines", () => {
  const text = [
    `{"phone":"${ANA}","name":"Ana","brand":["acme","west"],"age":41,"vip":true,"note":null}`,
    "",
    "{broken",
    "[1]",
    '{"phone":4155550124,"name":"Ben","brand":"acme"}',
    `{"phone":"${CLEO}","name":{"first":"Cleo"}}`,
  ].join("\r\n");

  it.each([1, 2, 65_536])("is told by its first letter, in pieces of %i bytes", async (size) => {
    const { rows, summary } = await read(
      text,
      { defaultCountry: "US", columns: { tags: ["brand"], variables: "rest" } },
      size,
    );
    expect(rows).toEqual([
      {
        kind: "contact",
        line: 1,
        phone: ANA,
        name: "Ana",
        tags: { brand: ["acme", "west"] },
        variables: { age: "41", vip: "true" },
      },
      { kind: "invalid", line: 3, code: "json", reason: "it is not JSON" },
      { kind: "invalid", line: 4, code: "json", reason: "it is not a JSON object" },
      { kind: "contact", line: 5, phone: BEN, name: "Ben", tags: { brand: "acme" } },
      { kind: "invalid", line: 6, code: "fields", reason: '"name" is neither a text nor a number' },
    ]);
    expect(summary.format).toBe("jsonl");
    expect(summary.columnNames).toEqual(["phone", "name", "brand", "age", "vip", "note"]);
  });

  it("refuses lines that are not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`{"phone":"${ANA}","name":"Andr`),
      Buffer.from([0xe9]),
      Buffer.from(`"}\n{"phone":"${BEN}","name":"Ben"}`),
    ]);
    expect(await outline(bytes)).toEqual([
      [1, "(it has bytes that are not UTF-8)"],
      [2, "Ben"],
    ]);
  });
});
