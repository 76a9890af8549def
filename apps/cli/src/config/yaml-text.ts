import { parseDocument } from "yaml";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";

/**
 * What the parser's codes mean, in our words. Its own messages quote the text
 * around the fault, and a configuration file may hold the API key just there.
 */
const FAULTS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "there is an unknown escape sequence; single quotes take a backslash as it is",
  BAD_INDENT: "the indentation is not right, or a closing bracket is missing",
  BAD_SCALAR_START: "a value starts with a reserved character; put it into quotes",
  BLOCK_AS_IMPLICIT_KEY: "there are two colons in one line; put the value into quotes",
  DUPLICATE_KEY: "a key occurs twice",
  MISSING_CHAR: "a closing quote, a bracket or a colon is missing before it",
  MULTILINE_IMPLICIT_KEY: "a key must be followed by a colon and a space",
  MULTIPLE_DOCS: "a second document begins there",
  TAB_AS_INDENT: "a tab is used for indentation; use spaces",
};

/**
 * Reads one YAML document (JSON is YAML). Every key comes as it is written:
 * `+14155550123:` stays a text and keeps its `+`.
 *
 * @throws CliError (exit 3) that names file and line and never quotes the text.
 */
export function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { stringKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = fault.linePos?.[0].line;
    const where = line === undefined ? file : `${file}, line ${line}`;
    throw new CliError(
      EXIT.config,
      `${where}: this is not valid YAML: ${FAULTS[fault.code] ?? "its syntax is broken"}.`,
    );
  }
  try {
    return document.toJS() as unknown;
  } catch {
    // An alias without its anchor. The error names it, and `apiKey: *text` makes the key one.
    throw new CliError(
      EXIT.config,
      `${file}: this is not valid YAML: a value starts with * and is no alias; put it into quotes.`,
    );
  }
}
