import { isCountry } from "@dialpool/dialer";
import { numberLimitIssues, type PolicyInput, type PoolNumber, type Tags } from "@dialpool/pool-strategies";
import * as v from "valibot";

/** An object with these keys. A key that is not known is answered with those that are. */
function keys<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected }) =>
    expected === "never" ? `known here: ${Object.keys(entries).join(", ")}` : "a group of keys",
  );
}

/** A key that may be left out. The description is for editors: it goes into dialpool.schema.json. */
function optional<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.exactOptional(v.pipe(schema, v.description(description)));
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The way to a part of a value, as issues tell it. */
function pathTo(input: Readonly<Record<string, unknown>>, names: readonly string[]) {
  const [first = "", ...rest] = names;
  const itemOf = (key: string) =>
    ({ type: "object", origin: "value", input, key, value: input[key] }) as const;
  return [itemOf(first), ...rest.map(itemOf)] satisfies [v.IssuePathItem, ...v.IssuePathItem[]];
}

const text = v.string("a text");

/** Tags of a number. Records of valibot would leave out keys such as `constructor`, which are tags like any other. */
export const tagsSchema = v.custom<Tags>(isGroup, "a group of keys");
const tags = v.pipe(
  tagsSchema,
  v.rawCheck(({ dataset: { typed, value }, addIssue }) => {
    if (!typed) return;
    for (const [key, own] of Object.entries(value)) {
      const isTagValue = [own].flat().every((one) => typeof one === "string");
      if (!isTagValue) addIssue({ message: "a text or a list of texts", path: pathTo(value, [key]) });
    }
  }),
);

/** Limits of a number, judged in the words in which a policy's are. */
export const limitsSchema = v.custom<NonNullable<PoolNumber["limits"]>>(isGroup, "a group of keys");
const limits = v.pipe(
  limitsSchema,
  v.rawCheck(({ dataset: { typed, value }, addIssue }) => {
    if (!typed) return;
    for (const { path, message } of numberLimitIssues(value, "limits"))
      addIssue({ message, path: pathTo({ ...value }, path.split(".").slice(1)) });
  }),
);

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const dateMessage = "a date such as 2026-11-24, or 2026-11-24T09:30:00Z with its time zone";
const instant = v.pipe(
  v.string(dateMessage),
  v.description(
    "Since when the number places calls; a date alone begins in UTC. The warm-up counts from here; left out: warmed up long ago.",
  ),
  v.regex(ISO_DATE, dateMessage),
  v.check(isOnCalendar, dateMessage),
  v.transform((date) => Date.parse(date)),
);

/** The engine takes 31 February for 3 March. */
function isOnCalendar(date: string): boolean {
  const day = date.slice(0, 10);
  const midnight = Date.parse(day);
  return !Number.isNaN(Date.parse(date)) && new Date(midnight).toISOString().startsWith(day);
}

const weightMessage = "a number from 0.01 to 1000";
const tierMessage = "a whole number from 1 to 8";
const numberSettings = keys({
  tags: optional(
    tags,
    "What the number is for, such as { brand: acme }. A policy's tag rules compare these with the call's own.",
  ),
  weight: optional(
    v.pipe(v.number(weightMessage), v.minValue(0.01, weightMessage), v.maxValue(1000, weightMessage)),
    "Share of the calls under weighted orders, relative to the others. Default 1.",
  ),
  tier: optional(
    v.pipe(
      v.number(tierMessage),
      v.integer(tierMessage),
      v.minValue(1, tierMessage),
      v.maxValue(8, tierMessage),
    ),
    "Under route.tiers: 1 is tried first, 8 last. Default 1.",
  ),
  activeSince: v.exactOptional(instant),
  limits: optional(limits, "Limits of this number alone; each one given replaces the policy's."),
});

/** A policy written out; `loadPolicy` judges it where it is used. */
export const policySchema = v.custom<PolicyInput>(isGroup);

/** Where the pool state is kept; judged where it is used. */
const store = v.union(
  [
    text,
    keys({
      url: v.pipe(text, v.description("The server, such as redis://127.0.0.1:6379; rediss:// with TLS.")),
      namespace: optional(
        text,
        "What the state of this workspace is called there; whoever names the same one shares it.",
      ),
      keyPrefix: optional(text, "Every key begins with it. Default dialpool."),
    }),
  ],
  "a text, or url with namespace and keyPrefix if need be",
);

/** What `dialpool.yaml` may say. Messages complete the sentence "it must be …". */
export const configSchema = keys({
  apiKey: optional(
    text,
    "The workspace's API key, if it is not in SYNTHFLOW_API_KEY. Keep the file to yourself: chmod 600.",
  ),
  region: optional(
    v.picklist(["global", "us", "eu"], "global, us or eu"),
    "Where the workspace lives. Default global.",
  ),
  baseUrl: optional(text, "The API to talk to, in place of a region."),
  agent: optional(text, "Id of the agent that commands are about."),
  workspace: optional(text, "Id of the workspace, for numbers list."),
  defaultCountry: optional(
    v.pipe(text, v.check(isCountry, "two letters such as US or GB")),
    "Country of phone numbers that are written without +: two letters.",
  ),
  policy: optional(
    v.union([text, policySchema], "a preset's name, a file or a group of keys"),
    "How caller IDs are chosen: a preset's name, a YAML or JSON file, or the policy itself. Default balanced.",
  ),
  store: optional(
    store,
    "Where the pool state is kept: a file, redis://HOST:PORT, or memory. Default: a file of the workspace's own.",
  ),
  numbers: optional(
    v.record(text, numberSettings, "a group of keys"),
    "What the API does not keep of the numbers, by number in any spelling.",
  ),
});
