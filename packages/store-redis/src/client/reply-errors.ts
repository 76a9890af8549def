import { PoolStoreError, type PoolStoreErrorCode } from "@dialpool/pool-strategies/store-kit";
import { journalFailureIn } from "./journal-failure.js";
import { missingRightIn } from "./missing-right.js";
import { privateCause } from "./private-text.js";

interface ReplyMeaning {
  readonly code: PoolStoreErrorCode;
  /** What happened, and what to do. */
  readonly sentence: string;
  /** Default `"no"`. */
  readonly applied?: "maybe";
}

const DENIED: ReplyMeaning = {
  code: "store_denied",
  sentence:
    "Redis did not accept the user or the password of this client. Check the credentials that the client was made with.",
};

/** The server's own error codes, which its error replies begin with. */
const MEANINGS: Readonly<Record<string, ReplyMeaning>> = {
  NOAUTH: { code: "store_denied", sentence: "Redis asks for a password, and this client has none." },
  WRONGPASS: DENIED,
  LOADING: { code: "store_unavailable", sentence: "Redis is still loading its data. Try again later." },
  MASTERDOWN: {
    code: "store_unavailable",
    sentence: "This Redis server is a replica that has lost its master. Try again after the failover.",
  },
  CLUSTERDOWN: {
    code: "store_unavailable",
    sentence: "The Redis Cluster serves nothing while some of its slots have no master. Try again later.",
  },
  TRYAGAIN: {
    code: "store_unavailable",
    sentence: "The namespace is just moving to another node of the Redis Cluster. Try again.",
  },
  NOREPLICAS: {
    code: "store_unavailable",
    sentence: "Redis takes no writes, because too few replicas are connected (min-replicas-to-write).",
  },
  MOVED: {
    code: "store_unavailable",
    sentence: "This Redis server is part of a Cluster. Hand a cluster client to the store.",
  },
  ASK: {
    code: "store_unavailable",
    sentence: "This Redis server is part of a Cluster. Hand a cluster client to the store.",
  },
  CROSSSLOT: {
    code: "store_unavailable",
    sentence:
      "The keys of this namespace are not in one slot of the Redis Cluster. The client's own keyPrefix must not begin with {}.",
  },
  READONLY: {
    code: "store_read_only",
    sentence:
      "This Redis server is a replica and takes no writes. After a failover the client has to find the new master.",
  },
  OOM: {
    code: "store_full",
    sentence: "The memory of Redis is full (maxmemory). Give it more, and keep the policy noeviction.",
  },
  MISCONF: {
    code: "store_full",
    sentence:
      "Redis takes no writes, because it cannot save its data. See its log: most often the disk is full.",
  },
  BUSY: {
    code: "store_busy",
    sentence:
      "Redis is busy with a script that runs for too long, not one of this store's own. Nothing was changed.",
  },
  VERSION: { code: "store_version", sentence: "This server is older than Redis 7, which the store needs." },
  REPEATED: {
    code: "store_unavailable",
    sentence:
      "The connection to Redis broke while the answer was due. The verb reached Redis once, and was not run again; what it was answered, and so whether it changed anything, is lost.",
    applied: "maybe",
  },
  WRONGTYPE: {
    code: "store_corrupt",
    sentence: "A key of this namespace holds what the store did not write. Use a keyPrefix of its own.",
    applied: "maybe",
  },
};

const NO_SCRIPTING: ReplyMeaning = {
  code: "store_denied",
  sentence: "This server does not offer EVALSHA, which the store needs.",
};
const REFUSED: ReplyMeaning = {
  code: "store_unavailable",
  sentence: "Redis answered with an error that the store does not know; see its cause.",
  applied: "maybe",
};
const SCRIPT_FAILED: ReplyMeaning = {
  code: "store_corrupt",
  sentence: "A script of the store failed: its state in Redis is not what the store wrote.",
  applied: "maybe",
};

/** Whether an error says that the server has forgotten the script, or never knew it: nothing was run. */
export function isScriptUnknown(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}

/** Whether an error says that the keys are just moving to another node: nothing was run. */
export function isSlotMoving(error: unknown): boolean {
  return error instanceof Error && replyOf(error).startsWith("TRYAGAIN");
}

/** What the server said last, where a library gave up following a Cluster from node to node. */
function replyOf({ message }: Error): string {
  return /^Too many Cluster redirections\. Last error: \w+: (.*)$/s.exec(message)?.[1] ?? message;
}

/** What the server's error reply means; `undefined` when the error is not the server's. */
export function replyErrorOf(error: unknown): PoolStoreError | undefined {
  if (!(error instanceof Error)) return undefined;
  const meaning = meaningOf(replyOf(error));
  if (meaning === undefined) return undefined;
  const { code, sentence, applied = "no" } = meaning;
  return new PoolStoreError(code, sentence, { cause: privateCause(error), applied });
}

function meaningOf(message: string): ReplyMeaning | undefined {
  const failure = journalFailureIn(message);
  if (failure !== undefined) return { code: "journal_failed", sentence: failure };
  const missing = missingRightIn(message);
  if (missing !== undefined) return { code: "store_denied", sentence: missing };
  const [word = ""] = message.split(" ", 1);
  if (Object.hasOwn(MEANINGS, word)) return MEANINGS[word];
  if (!/^[A-Z]{3,}$/.test(word)) return undefined;
  if (word !== "ERR") return REFUSED;
  // A wrong password is told by an ERR in some versions.
  if (/\bAUTH\b|invalid password/i.test(message)) return DENIED;
  return /^ERR unknown command/i.test(message) && !/script:/.test(message) ? NO_SCRIPTING : SCRIPT_FAILED;
}
