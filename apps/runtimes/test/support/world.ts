import { once } from "node:events";
import { createServer } from "node:net";
import { startSandbox } from "@dialpool/sandbox";
import type { World } from "../../src/world.js";

/** Servers for one scenario. */
export interface OpenWorld extends AsyncDisposable {
  readonly world: World;
}

export async function openWorld(): Promise<OpenWorld> {
  const sandbox = await startSandbox();
  const { url: baseUrl, apiKey, agentId } = sandbox;
  return {
    world: { baseUrl, apiKey, agentId, refusingUrl: `http://127.0.0.1:${await unusedPort()}/v2` },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
