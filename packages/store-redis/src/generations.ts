import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { NamespaceClient } from "./namespace-client.js";
import type { Scripts } from "./scripts.js";
import { sweep } from "./sweep.js";

/** A generation that nobody uses yet, and those that were begun long ago and never used. */
export interface Staged {
  readonly generation: string;
  readonly dead: readonly string[];
}

/** Gives out a new generation of keys. */
export async function stageGeneration(client: NamespaceClient, scripts: Scripts): Promise<Staged> {
  for (;;) {
    const [kind, generation, ...dead] = (await client.run(scripts.stage, [])) as unknown as readonly string[];
    if (kind === "staged") return { generation: generation as string, dead };
  }
}

/** How a namespace is switched. */
export interface SwitchOptions {
  /** Whatever is kept now goes, however damaged it is. */
  readonly replace: boolean;
  /** Something was imported into the new generation. */
  readonly isImport: boolean;
}

/**
 * Has the namespace go on under a generation, and unlinks the old keys.
 *
 * @throws PoolStoreError `namespace_not_empty`; `store_unavailable` when what was imported is gone.
 */
export async function switchTo(
  client: NamespaceClient,
  scripts: Scripts,
  generation: string,
  { replace, isImport }: SwitchOptions,
): Promise<void> {
  const args = [generation, replace ? "1" : "", isImport ? "1" : ""];
  const [kind, chunks, pools] = await client.ask(scripts.switchOver, args);
  if (kind === "filled")
    throw new PoolStoreError(
      "namespace_not_empty",
      "The namespace holds pools, numbers or calls already. Import into an empty one, or replace what is there.",
    );
  if (kind === "lost")
    throw new PoolStoreError(
      "store_unavailable",
      "What was imported is gone from Redis before it could be used: it took longer than a day, or the server evicts keys. Nothing was changed.",
    );
  const old = client.keys;
  client.follow(generation);
  await sweep(client, scripts, old, { chunks: String(chunks), pools: Number(pools), withState: false });
  if (replace) await sweepLeftovers(client, scripts);
}

/** Generations that nobody uses, and that no import fills: the way to them was lost. */
async function sweepLeftovers(client: NamespaceClient, scripts: Scripts): Promise<void> {
  for (let from = "0"; from !== ""; ) {
    const answer = await client.run(scripts.checkGenerations, [client.generation, from]);
    // Somebody else has replaced the namespace once more, and sweeps after it.
    if (answer[0] === "moved") return;
    from = String(answer[1]);
    for (const generation of answer[3] as readonly string[])
      await sweep(client, scripts, client.keysOf(generation), { withState: true, generation });
  }
}
