import { createHash } from "node:crypto";

/** A script for the server, with its digest. */
export interface Script {
  readonly source: string;
  /** SHA-1 of the source: its name on the server. */
  readonly sha: string;
  /** Whether it only reads, so that it may run twice and nothing is ever applied. */
  readonly isRepeatable: boolean;
  /** Whether each run carries a number, by which the server knows one that comes twice. */
  readonly isNumbered: boolean;
  /** Names of the commands that it runs, upper case, sorted. */
  readonly commands: readonly string[];
}

/** The oldest server: 7.0.0, as `REDIS_VERSION_NUM` has it. */
const OLDEST_VERSION = 0x070000;

/** How long the server remembers which runs it has seen, ms: longer than any client sends a command again. */
const RUNS_REMEMBERED_MS = 60_000;

const COMMAND = /\b(?:p?call|send)\(\s*["']([A-Za-z]+)["']/g;

/**
 * Makes a script of its source in Lua.
 *
 * Clients send a command again whose connection broke before the answer came, so a run may arrive twice. What comes in front of the source
 * sets a bit for each run and answers `REPEATED` when it was set before. It is also the first write: a server that takes
 * none refuses here, before anything is changed. The last three arguments are the run's.
 *
 * @param options `repeatable`: it only reads. `unnumbered`: it writes what may be written twice, and must not need memory for that.
 */
export function scriptOf(
  source: string,
  {
    repeatable = false,
    unnumbered = repeatable,
    oldestVersion = OLDEST_VERSION,
  }: { repeatable?: boolean; unnumbered?: boolean; oldestVersion?: number } = {},
): Script {
  const whole = `${versionCheck(oldestVersion)}\n${unnumbered ? "" : `${RUN_CHECK}\n`}${source}`;
  return {
    source: whole,
    sha: createHash("sha1").update(whole).digest("hex"),
    isRepeatable: repeatable,
    isNumbered: !unnumbered,
    commands: [...new Set([...whole.matchAll(COMMAND)].map(([, name = ""]) => name.toUpperCase()))].sort(),
  };
}

function versionCheck(oldest: number): string {
  return `if (redis.REDIS_VERSION_NUM or 0) < ${oldest} then return redis.error_reply("VERSION is " .. (redis.REDIS_VERSION or "6 or older")) end`;
}

const RUN_CHECK = `do
  local runs = KEYS[1] .. "ran:" .. ARGV[#ARGV - 1]
  if redis.call("SETBIT", runs, ARGV[#ARGV], 1) == 1 then return redis.error_reply("REPEATED run") end
  if ARGV[#ARGV - 2] == "1" then redis.call("PEXPIRE", runs, ${RUNS_REMEMBERED_MS}) end
end`;
