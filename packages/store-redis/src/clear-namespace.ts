import { stageGeneration, switchTo } from "./generations.js";
import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";

/** Has the namespace go on under new keys, where nothing is kept yet, and unlinks the old ones. */
export async function clearNamespace(client: NamespaceClient, scripts: Scripts): Promise<void> {
  const { generation } = await stageGeneration(client, scripts);
  await switchTo(client, scripts, generation, { replace: true, isImport: false });
}
