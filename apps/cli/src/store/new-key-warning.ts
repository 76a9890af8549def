import { instant } from "../present/words.js";
import type { FileOfOtherKey } from "./files-of-other-keys.js";

/**
 * Warns of a workspace's own file that is about to be begun beside one of another API key: the key may have been changed, and what
 * the old file knows is then not known any more. No key shows in it.
 *
 * @param missing What is not kept yet: `"No campaign"`.
 * @param consequence What would happen then, as a clause.
 * @returns Sentences; `undefined` if there is no other.
 */
export function newKeyWarning(
  others: readonly FileOfOtherKey[],
  { missing, consequence }: { readonly missing: string; readonly consequence: string },
): string | undefined {
  const [latest, ...more] = others;
  if (latest === undefined) return undefined;
  const besides = more.length === 0 ? "" : ` (and ${more.length} more beside it)`;
  return `${missing} is kept for this API key yet, but for another one of the same address: ${latest.path}, last used ${instant(latest.changedAt)} UTC${besides}. If the key of the workspace was changed, ${consequence}. To go on with what is known: --store ${latest.path}`;
}
