import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(["../src/**/*.ts", "!../src/**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Parts that are pure: time and chance come from the caller. */
const PURE = /\/src\/(contacts|calling-hours)\/|\/src\/(pacing|rate-meter|retry-rules)\.ts$/;

/** The code alone: comments may speak of what the code must not use. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

describe("the pure parts", () => {
  const pure = Object.entries(sources).filter(([path]) => PURE.test(path));

  it("are found", () => {
    expect(pure.length).toBeGreaterThan(20);
  });

  it.each(pure)("%s takes only types from the client", (_, text) => {
    expect(codeOf(text)).not.toMatch(/import (?!type)[^;]*"@dialpool\/core/);
  });

  it.each(pure)("%s has no clock, chance, timer or network of its own", (_, text) => {
    expect(codeOf(text)).not.toMatch(
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\b|\bfetch\b|\bprocess\b|"node:(?:fs|net|http|https|timers)/,
    );
  });
});
