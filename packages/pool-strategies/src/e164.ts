import { rejectInput } from "./errors.js";
import type { E164 } from "./types.js";

const E164_PATTERN = /^\+[1-9]\d{1,14}$/;

/**
 * Tells if a text is a phone number in E.164 form: `+`, then 2 to 15 digits,
 * the first not 0.
 *
 * It judges the form alone. Whether a number is assigned is for no table to
 * say: tables lag behind new area codes.
 *
 * @example isE164("+14155550123") // true
 */
export function isE164(text: unknown): text is E164 {
  return typeof text === "string" && E164_PATTERN.test(text);
}

/**
 * Makes a written international number an {@link E164}: leaves out spaces, dots,
 * hyphens and parentheses. A country is never guessed: the `+` must be there.
 *
 * @throws InvalidInputError when what remains is not E.164.
 * @example toE164("+1 (415) 555-0123") // "+14155550123"
 */
export function toE164(text: string): E164 {
  const compact = text.replace(/[\s().-]/g, "");
  if (isE164(compact)) return compact;
  rejectInput(
    "",
    "A phone number must be in E.164 form, such as +14155550123: a plus sign, then 2 to 15 digits.",
  );
}
