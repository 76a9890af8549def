import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** One request and its answer, as they stood on the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query, e.g. `"/v2/calls?limit=20"`. */
  readonly target: string;
  readonly requestHeaders: IncomingHttpHeaders;
  /** Empty if there was none. */
  readonly requestText: string;
  readonly status: number;
  /** Without parameters, in small letters; empty if the answer named none. */
  readonly contentType: string;
  readonly responseText: string;
}

/** Stands between a client and an API and writes down what passes. */
export interface RecordingProxy {
  /** The API's base URL through the proxy. */
  readonly baseUrl: string;
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/**
 * Starts a proxy in front of an API. It changes nothing that is checked.
 *
 * @param apiUrl The API's base URL, version path included.
 */
export async function startRecordingProxy(apiUrl: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const { origin, pathname } = new URL(apiUrl);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: target = "", headers } = request;
    const requestText = Buffer.concat(chunks).toString();
    const answer = await fetch(`${origin}${target}`, {
      method,
      headers: { authorization: headers.authorization ?? "", "content-type": headers["content-type"] ?? "" },
      ...(requestText === "" ? {} : { body: requestText }),
    });
    const responseText = await answer.text();
    const contentType = answer.headers.get("content-type") ?? "";
    exchanges.push({
      method,
      target,
      requestHeaders: headers,
      requestText,
      status: answer.status,
      contentType: contentType.replace(/;.*$/, "").trim().toLowerCase(),
      responseText,
    });
    response.writeHead(answer.status, { "content-type": contentType }).end(responseText);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    exchanges,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
