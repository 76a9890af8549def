import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as OPERATIONS from "../src/operations.js";

const folder = new URL("../src/", import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

/** What a file imports from, the generated types included. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"|^import\s+"([^"]+)"/gm)].map(
    ([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? "",
  );
}

describe("the sources", () => {
  it("are found", () => {
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap(({ text }) => importsOf(text))).toContain("openapi-fetch");
  });

  /** What is imported besides. The main entry imports openapi-fetch, and nothing else but types. */
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    "raw.ts": ["openapi-fetch"],
    "tracing.ts": ["@opentelemetry/api"],
  };

  it.each(sources)("$name imports its own files, and nothing of a platform", ({ name, text }) => {
    const values = text.replace(/^import type [\s\S]*?;$/gm, "").replace(/^export type [\s\S]*?;$/gm, "");
    const foreign = importsOf(values).filter((from) => !from.startsWith("."));
    expect(foreign).toEqual(ALLOWED[name] ?? []);
  });

  it.each(sources)(
    "$name does not import an entry of its own, and says what it is about",
    ({ name, text }) => {
      expect(importsOf(text)).not.toContain("./tracing.js");
      expect(name).not.toMatch(/utils|helpers/);
    },
  );

  it.each(sources)("$name uses no global of Node alone", ({ text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    expect(code).not.toMatch(/\b(?:process|Buffer|require|__dirname|__filename)\b[.([]/);
  });
});

describe("the operations", () => {
  const schema = sources.find(({ name }) => name.endsWith("schema.ts"))?.text ?? "";

  it("are fifteen", () => {
    expect(Object.keys(OPERATIONS)).toHaveLength(15);
  });

  it.each(Object.values(OPERATIONS))("$id stands in the spec as $method $path", ({ id, method, path }) => {
    const start = schema.indexOf(`    "${path}": {`);
    const end = schema.indexOf("\n    };", start);
    expect(start).toBeGreaterThan(-1);
    expect(schema.slice(start, end)).toContain(`${method.toLowerCase()}: operations["${id}"];`);
  });
});
