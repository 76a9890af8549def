import { fork } from "node:child_process";
import { once } from "node:events";

/** Starts the API's side in a process of its own. */
export async function startApiServer(): Promise<{ readonly baseUrl: string; stop(): void }> {
  const server = fork(new URL("./api-server.js", import.meta.url));
  const [baseUrl] = await once(server, "message");
  return { baseUrl: String(baseUrl), stop: () => server.disconnect() };
}
