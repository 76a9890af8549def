import { readmeExamples } from "./readme-examples.mjs";

const INSTALL = /^npm install (.+)$/gm;
const IMPORTED = /\bfrom "([^".][^"]*)"/g;

/**
 * What the examples of a page import and no `npm install` above them installs: whoever copies one into an empty
 * project must be able to run it.
 *
 * @param {string} markdown
 * @returns {readonly { readonly line: number, readonly missing: string }[]} By the line on which the example's code begins.
 */
export function missingInstalls(markdown) {
  return readmeExamples(markdown).flatMap(({ line, code }) => {
    const above = markdown.split("\n").slice(0, line).join("\n");
    const installed = [...above.matchAll(INSTALL)].flatMap(([, packages]) => packages.split(" "));
    const imported = new Set([...code.matchAll(IMPORTED)].map(([, specifier]) => packageOf(specifier)));
    return [...imported]
      .filter((name) => !name.startsWith("node:") && !installed.includes(name))
      .map((missing) => ({ line, missing }));
  });
}

/** `@dialpool/core/webhooks` is of `@dialpool/core`. */
function packageOf(specifier) {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
