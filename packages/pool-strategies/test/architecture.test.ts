import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(
  ["../src/**/*.ts", "!../src/**/*.test.ts", "!../src/**/*.test-d.ts"],
  {
    query: "?raw",
    import: "default",
    eager: true,
  },
);

/** The code alone: comments may speak of what the code must not use. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

/** The path of a module that `from` imports by a relative specifier. */
function resolve(from: string, specifier: string): string {
  const parts = [...from.split("/").slice(0, -1), ...specifier.split("/")];
  const resolved: string[] = [];
  for (const part of parts) {
    if (part === ".." && resolved.length > 1) resolved.pop();
    else if (part !== ".") resolved.push(part);
  }
  return resolved.join("/");
}

/** Every module that a file's code reaches at run time, itself included. */
function reachableFrom(path: string, seen = new Set<string>()): ReadonlySet<string> {
  const text = sources[path];
  if (text === undefined || seen.has(path)) return seen;
  seen.add(path);
  for (const [, specifier] of codeOf(text).matchAll(
    /^(?:import|export)(?! type)[^;]*?from "(\.[^"]+)\.js"/gm,
  )) {
    reachableFrom(resolve(path, `${specifier}.ts`), seen);
  }
  return seen;
}

describe("the sources", () => {
  const files = Object.entries(sources);

  it("are found", () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)("%s has no clock, chance, timer or I/O of its own", (_, text) => {
    expect(codeOf(text)).not.toMatch(
      /\bMath\.random\b|\bDate\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\b|\bcrypto\b|\bfetch\b|\bprocess\b|["']node:/,
    );
  });

  it.each(files)("%s takes only types from the client", (_, text) => {
    expect(codeOf(text)).not.toMatch(/import (?!type)[^;]*@dialpool\/core/);
  });

  it("keep the numbering table out of the main entry", () => {
    const reached = [...reachableFrom("../src/index.ts")];
    expect(reached).toContain("../src/namespace.ts");
    expect(reached.filter((path) => path.includes("/geo/"))).toEqual([]);
  });

  it("keep what moves a namespace, and what other stores need, out of the main entry", () => {
    expect([...reachableFrom("../src/transfer/index.ts")]).toContain("../src/memory-state.ts");
    const reached = [...reachableFrom("../src/index.ts")];
    expect(reached).toContain("../src/memory-state.ts");
    expect(reached.filter((path) => /\/(?:transfer|store-kit)\//.test(path))).toEqual([]);
  });

  it("keep the suite for stores out of the other entries", () => {
    expect([...reachableFrom("../src/conformance.ts")]).toContain(
      "../src/conformance/describe-pool-store.ts",
    );
    const others = ["index", "geo/index", "simulate/index", "store-kit/index", "transfer/index"];
    const reached = others.flatMap((entry) => [...reachableFrom(`../src/${entry}.ts`)]);
    expect(reached.filter((path) => path.includes("/conformance"))).toEqual([]);
  });
});
