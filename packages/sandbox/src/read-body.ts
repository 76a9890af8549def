import type { IncomingMessage } from "node:http";

/** The whole body of a request, or that its sender broke off. */
export type ReadBody = { readonly text: string; readonly isTooLarge: boolean } | "aborted";

/** Reads a body. One that is too long is read to its end and thrown away, so that its sender hears why. */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  return await new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) chunks = [];
      else chunks.push(chunk);
    });
    incoming.on("end", () => {
      resolve({ text: Buffer.concat(chunks).toString("utf8"), isTooLarge: length > maxBytes });
    });
    // After "end" these change nothing: the promise is settled.
    incoming.on("error", () => resolve("aborted"));
    incoming.on("close", () => resolve("aborted"));
  });
}
