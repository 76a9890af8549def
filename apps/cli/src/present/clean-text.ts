/**
 * Text that came from elsewhere, on one line and without control characters:
 * an agent's name must not be able to move the cursor of a terminal.
 */
export function cleanText(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "");
}
