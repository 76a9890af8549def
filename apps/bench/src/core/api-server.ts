import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { callPage, type PageSize, PLACED_CALL } from "./api-answers.js";

/**
 * The API's side of the benchmark, in a process of its own, so that its time is
 * not counted. It reads each request whole and answers a fixed text: much less
 * work than the client's, so that the client is what limits the rate.
 *
 * It tells its parent the base URL, and ends with it.
 */
const PAGES: Readonly<Record<PageSize, string>> = { 20: callPage(20), 100: callPage(100) };

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const body = request.method === "POST" ? PLACED_CALL : pageFor(request.url ?? "");
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.(`http://127.0.0.1:${port}/v2`);
});
process.on("disconnect", () => process.exit());

function pageFor(url: string): string {
  return url.includes("limit=100") ? PAGES[100] : PAGES[20];
}
