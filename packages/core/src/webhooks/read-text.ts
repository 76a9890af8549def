/**
 * A body as text, read no further than allowed.
 *
 * @param mostBytes What `Content-Length` promises is checked first, then what comes.
 * @returns Nothing if there is more.
 * @throws What reading throws.
 */
export async function readText(request: Request, mostBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get("Content-Length")) > mostBytes) return undefined;
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return text + decoder.decode();
    bytes += chunk.value.byteLength;
    if (bytes > mostBytes) {
      await reader?.cancel();
      return undefined;
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}
