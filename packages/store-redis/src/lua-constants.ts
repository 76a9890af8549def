/** A line of constants: names in capitals, and literals or arithmetic of numbers. */
const DECLARATION =
  /^local ([A-Z][A-Z_]*(?:, [A-Z][A-Z_]*)*) = ((?:[\d.^*+ -]+|"[^"\n]*")(?:, (?:[\d.^*+ -]+|"[^"\n]*"))*)$/gm;

/**
 * Writes constants in where they are used, and takes their declarations out: a function of Lua may have 200 locals at most and see 60 of
 * another's, and what is written in costs nothing in each run.
 */
export function inlineConstants(source: string): string {
  const values = new Map<string, string>();
  const rest = source.replace(DECLARATION, (_, names: string, literals: string) => {
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
