import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";
import { sweep } from "./sweep.js";

/** Has the namespace go on under new keys, where nothing is kept yet, and unlinks the old ones. */
export async function clearNamespace(client: NamespaceClient, scripts: Scripts): Promise<void> {
  const [, generation] = (await client.run(scripts.stage, [])) as unknown as readonly string[];
  const [, chunks] = await client.ask(scripts.switchOver, [generation as string, "1"]);
  const old = client.keys;
  client.follow(generation as string);
  await sweep(client, scripts, old, { chunks: String(chunks), withState: false });
}
