import { isUtf8 } from "node:buffer";
import { usageError } from "../cli-error.js";

/**
 * The text of a file that must be UTF-8.
 *
 * Guessing another encoding would put broken names into people's calls, so a
 * file that is not UTF-8 is refused with the line of its first bad byte.
 *
 * @throws CliError (exit 2).
 */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw usageError(`${source} is UTF-16, not UTF-8.`, "Save it again as «CSV UTF-8».");
  }
  if (!isUtf8(bytes)) {
    throw usageError(
      `${source} line ${firstBadLine(bytes)} holds bytes that are not UTF-8.`,
      "Save it again as «CSV UTF-8»; spreadsheets often write Windows-1252.",
    );
  }
  // TextDecoder drops a leading byte-order mark by itself.
  return new TextDecoder("utf-8").decode(bytes);
}

function startsWith(bytes: Uint8Array, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second;
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
    line++;
  }
  return line;
}
