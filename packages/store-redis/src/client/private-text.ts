const LONG_NUMBER = /\+?\d{5,}(\d{2})(?!\d)/g;
const MAX_LENGTH = 300;

/**
 * An error's text without what it may carry of its command: the server repeats arguments of commands that it does not know, and those may be
 * callees or scripts.
 */
export function privateText(message: string): string {
  const [text = ""] = message.split(/,? with args beginning with/i);
  return text.slice(0, MAX_LENGTH).replace(LONG_NUMBER, "…$1");
}

/** An error to give as a cause: its text and code alone, for libraries keep the whole command with theirs, password included. */
export function privateCause(error: unknown): Error {
  const { message, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { message: String(error) };
  const cause = new Error(privateText(message));
  cause.name = error instanceof Error ? error.constructor.name : "Error";
  return typeof code === "string" ? Object.assign(cause, { code }) : cause;
}
