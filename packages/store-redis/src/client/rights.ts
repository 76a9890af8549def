import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { type Script, scriptOf } from "./script.js";

/** Answers those of the commands in ARGV that this user may not run on keys like KEYS[1]. */
export const RIGHTS_SCRIPT: Script = scriptOf(
  `local missing = {}
-- Some commands take keys in every place.
local key = KEYS[1] .. "right"
for place = 1, #ARGV do
  if not redis.acl_check_cmd(ARGV[place], key, key, key, key) then missing[#missing + 1] = ARGV[place] end
end
return missing`,
  { repeatable: true },
);

/**
 * Throws unless the user may run everything that the scripts will: a right missing half-way would leave a verb applied by half.
 *
 * @param run Runs a script with arguments.
 * @throws PoolStoreError `store_denied`, with the names of the commands.
 */
export async function checkRights(
  scripts: readonly Script[],
  run: (script: Script, args: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const commands = [...new Set(scripts.flatMap((script) => script.commands))].sort();
  const missing = (await run(RIGHTS_SCRIPT, commands)) as readonly string[];
  if (missing.length === 0) return;
  throw new PoolStoreError(
    "store_denied",
    `This Redis user may not run ${missing.join(", ")} on the store's keys. docs/redis.md has the line of rights to give it.`,
  );
}
