/** A line of constants: names in capitals, and literals or arithmetic of numbers. */
const CONSTANTS =
  /^local ([A-Z][A-Z_]*(?:, [A-Z][A-Z_]*)*) = ((?:[\d.^*+ -]+|"[^"\n]*")(?:, (?:[\d.^*+ -]+|"[^"\n]*"))*)$/gm;

/** A function that scripts share: on one line, or up to an `end` at the line's beginning. Marked `-- rarely` where few runs need it. */
const FUNCTION = /^function kit\.(\w+)(\([^)\n]*\))(?:( -- rarely)?\n([\s\S]*?)^end$| ([^\n]*) end$)/gm;

/**
 * Makes one script of libraries and a verb.
 *
 * A run makes all functions of its script anew, which costs as much as a command each. So what the verb does not
 * reach is left out; what few runs need is made when it is first called; and constants are written in where they are used, for a
 * function of Lua may see 60 locals of others at most.
 */
export function linkLua(parts: readonly string[]): string {
  const source = withoutComments(inlineConstants(parts.join("\n")));
  const functions = new Map<string, { readonly isRare: boolean; readonly text: string }>();
  const rest = source.replace(
    FUNCTION,
    (_, name: string, parameters: string, rarely: string | undefined, body?: string, line?: string) => {
      const text = `function${parameters}\n${body ?? `${line}\n`}end`;
      functions.set(name, { isRare: rarely !== undefined, text });
      return `<<${name}>>`;
    },
  );
  const reached = new Set<string>();
  const reach = (text: string) => {
    for (const [, name = ""] of text.matchAll(/\bkit\.(\w+)/g)) {
      if (reached.has(name)) continue;
      reached.add(name);
      reach(functions.get(name)?.text ?? "");
    }
  };
  reach(rest);
  const rare = [...functions].filter(([name, { isRare }]) => isRare && reached.has(name));
  return rest
    .replace(/^<<(\w+)>>$/gm, (_, name: string) => {
      const { isRare, text = "" } = functions.get(name) ?? {};
      return reached.has(name) && !isRare ? `kit.${name} = ${text}` : "";
    })
    .replace(/^local kit = \{\}$/m, `local kit = {}\n${makerOf(rare)}`)
    .replace(/\n{2,}/g, "\n");
}

/** Functions that are made when they are first called. */
function makerOf(functions: readonly (readonly [name: string, made: { readonly text: string }])[]): string {
  if (functions.length === 0) return "";
  const cases = functions.map(
    ([name, { text }]) => `if name == "${name}" then kit.${name} = ${text}\nreturn kit.${name} end`,
  );
  return `setmetatable(kit, { __index = function(_, name)\n${cases.join("\n")}\nend })`;
}

/** Comments that stand on lines of their own, and at the end of lines of code. */
function withoutComments(source: string): string {
  return source.replace(/^\s*--(?! rarely)[^\n]*$/gm, "").replace(/ -- (?!rarely)[^\n"]*$/gm, "");
}

function inlineConstants(source: string): string {
  const values = new Map<string, string>();
  const rest = source.replace(CONSTANTS, (_, names: string, literals: string) => {
    const list = literals.split(", ");
    for (const [index, name] of names.split(", ").entries())
      values.set(name, writtenIn(list[index] as string));
    return "";
  });
  return rest.replace(/\b[A-Z][A-Z_]+\b/g, (name) => values.get(name) ?? name);
}

function writtenIn(literal: string): string {
  return /[\^*+ -]/.test(literal) && !literal.startsWith('"') ? `(${literal})` : literal;
}
