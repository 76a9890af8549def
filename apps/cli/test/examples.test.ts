import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ExamplePage, exampleFaults } from "@dialpool/config/compile-examples";
import { missingInstalls } from "@dialpool/config/install-lines";
import { readmeExamples } from "@dialpool/config/readme-examples";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const HERE = fileURLToPath(new URL("../", import.meta.url));

/** Every page with examples. A README's imports are looked up from its package, all others from here: this package has them all. */
const pages: readonly ExamplePage[] = ["", "docs", "apps/*", "packages/*"].flatMap((folder) =>
  foldersOf(folder)
    .flatMap((found) => pagesIn(found))
    .filter(({ markdown }) => readmeExamples(markdown).length > 0),
);

function foldersOf(pattern: string): readonly string[] {
  if (!pattern.endsWith("/*")) return [pattern];
  const parent = dirname(pattern);
  return readdirSync(join(ROOT, parent)).map((name) => join(parent, name));
}

function pagesIn(folder: string): readonly ExamplePage[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({
      name: join(folder, name),
      markdown: readFileSync(join(ROOT, folder, name), "utf8"),
      folder: folder.includes("/") && basename(name) === "README.md" ? join(ROOT, folder) : HERE,
    }));
}

describe("the examples of all pages", () => {
  it("are found", () => {
    expect(pages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["README.md", "docs/simulation.md", "packages/dialer/README.md"]),
    );
  });

  it("compile for a reader of either module resolution, as strictly as tsc can be", () => {
    expect(exampleFaults(pages)).toEqual([]);
  });

  it.each(pages)("of $name import what an install line above them names", ({ markdown }) => {
    expect(missingInstalls(markdown)).toEqual([]);
  });
});

describe("an example that is wrong", () => {
  const markdown = [
    "# A page",
    "",
    "```sh",
    "npm install @dialpool/dialer",
    "```",
    "",
    "```ts run",
    'import { parsePhone } from "@dialpool/dialer";',
    'import { isE164 } from "@dialpool/pool-strategies";',
    "",
    'const parsed = parsePhone("+14155550123");',
    "isE164(parsed.phone); // => true",
    "```",
  ].join("\n");

  it("is named by page and line, once, whichever resolution finds it", () => {
    expect(exampleFaults([{ name: "page.md", markdown, folder: HERE }])).toEqual([
      expect.stringMatching(/^page\.md:12: Property 'phone' does not exist on type 'ParsedPhone'\./),
    ]);
  });

  it("is named by line and package if nobody installed what it imports", () => {
    expect(missingInstalls(markdown)).toEqual([{ line: 8, missing: "@dialpool/pool-strategies" }]);
  });
});
