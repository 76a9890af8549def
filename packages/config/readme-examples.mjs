import ts from "typescript";

/**
 * Runs the examples of a README, so that they cannot go stale. `compile-examples.mjs` compiles them.
 *
 * A fenced block that begins with ```` ```ts run ```` is one example: a module on
 * its own. Two kinds of comment at a line's end are checked:
 *
 *     console.log(callerId); // => +14155550101        what is printed
 *     selection.reasons.skipped; // => []              what the expression is
 */

const BLOCK = /^```ts run\n([\s\S]*?)^```$/gm;
const IMPORT = /^import\s+(?:\*\s+as\s+(\w+)|\{([^}]*)\})\s+from\s+"([^"]+)";?$/gm;
const PRINTED = /^(\s*)console\.log\((.*)\);\s*\/\/ => (.*)$/;
const VALUE = /^(\s*)([^\s/].*?);?\s*\/\/ => (.*)$/;

const AsyncFunction = (async () => {}).constructor;

/**
 * The runnable examples of a README, in order.
 *
 * @param {string} markdown
 * @returns {readonly { readonly line: number, readonly code: string }[]}
 */
export function readmeExamples(markdown) {
  return [...markdown.matchAll(BLOCK)].map(({ index, 1: code }) => ({
    line: markdown.slice(0, index).split("\n").length + 1,
    code,
  }));
}

/**
 * Runs one example.
 *
 * @param {string} code
 * @param {Readonly<Record<string, object>>} modules What its imports give, by the name imported from.
 * @param {(actual: unknown, expected: unknown, line: string) => void} check Throws when the two are not equal.
 * @returns {Promise<void>}
 */
export async function runReadmeExample(code, modules, check) {
  const linked = code.replace(IMPORT, (_, namespace, names, from) => {
    if (!Object.hasOwn(modules, from))
      throw new Error(`The example imports "${from}", which its test does not give.`);
    const binding = namespace ?? `{ ${names.replace(/\btype \w+,?/g, "").replaceAll(" as ", ": ")} }`;
    return `const ${binding.replaceAll("\n", " ")} = __modules[${JSON.stringify(from)}];`;
  });
  const checked = linked.split("\n").map(checkedLine).join("\n");
  const run = new AsyncFunction("__modules", "__check", withoutTypes(checked));
  await run(modules, check);
}

function checkedLine(line) {
  const printed = PRINTED.exec(line);
  if (printed !== null) {
    const [, indent, value, text] = printed;
    return `${indent}__check(String(${value}), ${JSON.stringify(text)}, ${JSON.stringify(line)});`;
  }
  const stated = VALUE.exec(line);
  if (stated === null) return line;
  const [, indent, expression, expected] = stated;
  return `${indent}__check((${expression}), (${expected}), ${JSON.stringify(line)});`;
}

/** Types are taken out and nothing is compiled down: what runs is what stands there. */
function withoutTypes(code) {
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}
