import { usageError } from "../cli-error.js";

/**
 * Makes the reader of an option that takes an address others post to.
 *
 * @throws CliError (exit 2) unless it is http or https.
 */
export function webUrlOf(flag: string) {
  return (text: string): string => {
    const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
    if (url?.protocol === "https:" || url?.protocol === "http:") return text.trim();
    throw usageError(
      `${flag} takes an address such as https://example.com/events, not "${text}".`,
      "The vendor posts to it from outside, so it is one that the internet can reach.",
    );
  };
}
