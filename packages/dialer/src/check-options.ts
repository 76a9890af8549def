import { read, type Schema } from "@dialpool/pool-strategies/store-kit";
import type { Issue } from "./errors.js";

/** Options that are parts of a dialer, and what each must be able to do. A client may be made when it is first asked for something, and is looked at no closer. */
const VERBS_OF_PART: Readonly<Record<string, readonly string[]>> = {
  store: ["load", "acquire", "settle"],
  journal: ["begin", "apply", "sealCampaign"],
  clock: ["now", "sleep", "random"],
  doNotCall: ["has"],
};
/** What each part is made by. */
const HINTS: Readonly<Record<string, string>> = {
  client: "createClient({ apiKey }) makes one.",
  store: "openSqliteStore({ path }) makes one.",
  journal: "sqliteJournal(store) makes one.",
  clock: "Leave it out for the system's.",
  doNotCall: "readDoNotCall makes one, and so does new Set(numbers).",
};
const NEEDED = ["client", "pool", "store", "journal"];
const MINUTE_MS = 60_000;
/** Options that are numbers: the least and the most. */
const RANGES = {
  startRate: [0.001, 100_000],
  concurrency: [1, Number.POSITIVE_INFINITY],
  timeoutMs: [1, 10 * MINUTE_MS],
  sendWithinMs: [1_000, 10 * MINUTE_MS],
  graceMs: [0, 24 * 60 * MINUTE_MS],
  readEveryMs: [100, 10 * MINUTE_MS],
  maxCallMs: [MINUTE_MS, 24 * 60 * MINUTE_MS],
} as const;
const KNOWN = [
  ...NEEDED,
  "policy",
  ...Object.keys(RANGES),
  "onAbsent",
  "doNotCall",
  "sendAttemptId",
  "webhookUrl",
  "clock",
  "createId",
];
const POOL_KEYS = ["agentId", "policy", "describe"];
const CAMPAIGN_KEYS = ["name", "again", "agentId", "startRate", "concurrency", "hours", "retries", "tags"];
const TAGS: Schema = {
  type: "object",
  additionalProperties: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
};

/** What is wrong with a dialer's options, but for the ranges of numbers and what a policy says. The types say all this; not everybody has them. */
export function dialerOptionIssues(options: unknown): readonly Issue[] {
  if (!isObject(options)) return [{ path: "options", message: `Must be an object with ${listed(NEEDED)}.` }];
  const { client, onAbsent, sendAttemptId, webhookUrl, createId, pool } = options;
  return [
    ...unknownKeys(options, KNOWN, ""),
    ...NEEDED.filter((name) => options[name] === undefined).map((path) => ({
      path,
      message: `Is missing. ${HINTS[path] ?? "Give { agentId }."}`,
    })),
    ...issueUnless(
      client === undefined || (isObject(client) && "calls" in client && "agents" in client),
      "client",
      `Is none: it has no calls and agents. ${HINTS.client}`,
    ),
    ...Object.keys(VERBS_OF_PART).flatMap((part) => partIssues(part, options[part])),
    ...(pool === undefined ? [] : [pool].flat().flatMap(poolIssues)),
    ...issueUnless(
      onAbsent === undefined || onAbsent === "leave" || onAbsent === "redial",
      "onAbsent",
      "Must be leave or redial.",
    ),
    ...issueUnless(
      sendAttemptId === undefined || typeof sendAttemptId === "boolean",
      "sendAttemptId",
      "Must be true or false.",
    ),
    ...issueUnless(webhookUrl === undefined || isText(webhookUrl), "webhookUrl", "Must be a URL, as a text."),
    ...issueUnless(
      createId === undefined || typeof createId === "function",
      "createId",
      "Must be a function that gives a new text each time.",
    ),
  ];
}

/** Which of some options are numbers out of their range. `null` is a start rate, too. */
export function rangeIssues(options: readonly (readonly [string, unknown])[]): readonly Issue[] {
  return options.flatMap(([path, value]) => {
    if (!Object.hasOwn(RANGES, path) || (path === "startRate" && value === null)) return [];
    const [least, most] = RANGES[path as keyof typeof RANGES];
    if (typeof value === "number" && value >= least && value <= most) return [];
    const upTo = most === Number.POSITIVE_INFINITY ? `${least} or more` : `from ${least} to ${most}`;
    return [{ path, message: `Must be a number, ${upTo}, not ${String(value)}.` }];
  });
}

/** What is wrong with how a campaign is to be made, but for its pace, hours and retry rules. */
export function campaignOptionIssues(options: unknown): readonly Issue[] {
  if (!isObject(options)) return [{ path: "options", message: "Must be an object." }];
  const { name, again, agentId, tags } = options;
  const ofTags: Issue[] = [];
  if (tags !== undefined) read(TAGS, tags, "tags", ofTags);
  return [
    ...unknownKeys(options, CAMPAIGN_KEYS, ""),
    ...ofTags,
    ...issueUnless(name === undefined || isText(name), "name", "Must be a text that is not empty."),
    ...issueUnless(again === undefined || typeof again === "boolean", "again", "Must be true or false."),
    ...issueUnless(agentId === undefined || isText(agentId), "agentId", "Must be an agent's id."),
  ];
}

/** Whether a value has a function of that name. */
export function hasVerb(value: unknown, verb: string): boolean {
  return typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[verb] === "function";
}

function partIssues(path: string, value: unknown): readonly Issue[] {
  if (value === undefined) return [];
  const missing = (VERBS_OF_PART[path] ?? []).filter((verb) => !hasVerb(value, verb));
  return issueUnless(
    missing.length === 0,
    path,
    `Is none: it has no function ${listed(missing)}. ${HINTS[path]}`,
  );
}

function poolIssues(pool: unknown): readonly Issue[] {
  if (!isObject(pool))
    return [{ path: "pool", message: "Must be { agentId } with policy and describe, or a list of such." }];
  const { agentId, describe } = pool;
  return [
    ...unknownKeys(pool, POOL_KEYS, "pool."),
    ...issueUnless(isText(agentId), "pool.agentId", "Must be an agent's id."),
    ...issueUnless(
      describe === undefined || typeof describe === "function",
      "pool.describe",
      "Must be a function that answers a number of the pool.",
    ),
  ];
}

function unknownKeys(
  options: Readonly<Record<string, unknown>>,
  known: readonly string[],
  before: string,
): readonly Issue[] {
  return Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: `${before}${key}`,
      message: `Unknown key; known here: ${known.join(", ")}.`,
    }));
}

function issueUnless(isRight: boolean, path: string, message: string): readonly Issue[] {
  return isRight ? [] : [{ path, message }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
