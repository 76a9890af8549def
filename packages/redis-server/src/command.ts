import { Redis } from "ioredis";

/** Where a server of loopback is, and how to be let in. */
export interface Access {
  readonly port: number;
  readonly password?: string;
  readonly tls?: { readonly ca: string };
}

/** Runs one command over a connection of its own. */
export async function commandOf(
  access: Access,
  name: string,
  ...args: (string | number)[]
): Promise<unknown> {
  const client = new Redis({
    host: "127.0.0.1",
    ...access,
    lazyConnect: true,
    // A server that is busy or loading is asked all the same.
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}
