import { usageError } from "../cli-error.js";

/**
 * Makes the reader of an option that may be given several times, each time
 * `key=value`. Only the first `=` parts: values may hold more of them.
 *
 * @param example One that may be given.
 * @throws CliError (exit 2) for a text without a key or a value, and for a key given twice.
 * @example program.option("--tag <key=value...>", "…", keyValuesOf("--tag"))
 */
export function keyValuesOf(flag: string, example = "brand=acme") {
  return (text: string, earlier: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    const equals = text.indexOf("=");
    const key = text.slice(0, equals).trim();
    const value = text.slice(equals + 1).trim();
    if (equals < 1 || key === "" || value === "") {
      throw usageError(
        `${flag} "${text}" is not of the form key=value.`,
        `Write it like ${flag} ${example}; all that follows, up to the next option, is taken for another.`,
      );
    }
    if (Object.hasOwn(earlier, key)) throw usageError(`${flag} gives ${key} twice.`);
    return { ...earlier, [key]: value };
  };
}
