/**
 * A body as JSON.
 *
 * Deno sends a request once more by itself if the connection breaks before the
 * answer, whatever the method, and a call would be placed twice. It can repeat
 * only a body that it can copy, and a Blob it cannot. Elsewhere text is cheaper.
 */
export function serializeBody(body: unknown): string | Blob {
  const text = JSON.stringify(body);
  return "Deno" in globalThis ? new Blob([text]) : text;
}
