import { privateText } from "./private-text.js";

/** Where the server counts lines from: of the whole script, in which the fragment is somewhere. */
const PLACE = /\b(?:@?user_script|@user_function|\[string "[^"]*"\]):\d+:\s*/g;
/** What the server adds to the text of a script's error. */
const TAIL = /,? script: [0-9a-f]{40}, on .*$/s;

/**
 * What a journal's fragment failed with, as a sentence; `undefined` for an error that is not a fragment's.
 *
 * The store's own scripts are compiled in its tests, so what the server cannot compile is the caller's.
 */
export function journalFailureIn(message: string): string | undefined {
  // Redis' pcall makes texts of errors, to which calls.lua gives a code.
  const [, raised] = /^(?:ERR )?JOURNAL (.*)$/s.exec(message) ?? [];
  if (raised !== undefined)
    return `The journal's fragment failed: ${shown(raised)} Nothing of the verb was done; what the fragment itself had written before it failed is there.`;
  const [, fault] = /^ERR Error compiling script \([^)]*\): (.*)$/s.exec(message) ?? [];
  if (fault !== undefined)
    return `The journal's fragment is not what Lua 5.1 can read: ${shown(fault)} Nothing was run.`;
  return undefined;
}

function shown(text: string): string {
  const plain = privateText(text.replace(TAIL, "").replaceAll(PLACE, "").trim());
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}
