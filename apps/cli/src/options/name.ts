import { usageError } from "../cli-error.js";

/** Characters a name may have. */
const MOST = 200;

/**
 * Makes the reader of an option that takes a name.
 *
 * @returns The name without spaces around it.
 * @throws CliError (exit 2) for one that nobody could type again: empty, of several lines, or endless.
 */
export function nameOf(flag: string) {
  return (text: string): string => {
    const name = text.trim();
    if (name !== "" && name.length <= MOST && !/\p{Cc}/u.test(name)) return name;
    throw usageError(`${flag} takes a name of one line, 1 to ${MOST} characters.`);
  };
}
