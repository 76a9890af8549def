import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as core from "@dialpool/core";
import * as selection from "@dialpool/pool-strategies";
import * as sandboxModule from "@dialpool/sandbox";
import { openSqliteStore, type SqliteStoreOptions } from "@dialpool/store-sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import readme from "../README.md?raw";
import * as dialer from "../src/index.js";
import * as sqlite from "../src/sqlite/index.js";

const folder = mkdtempSync(join(tmpdir(), "dialer-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let sandbox: sandboxModule.RunningSandbox;
beforeAll(async () => {
  sandbox = await sandboxModule.startSandbox({ speed: 5000 });
});
afterAll(() => sandbox.close());

const modules = {
  "@dialpool/core": {
    ...core,
    // A client of an example is the real one; one that would reach the vendor reaches a sandbox.
    createClient: (options: core.ClientOptions) =>
      core.createClient(
        options.baseUrl === undefined ? { apiKey: sandbox.apiKey, baseUrl: sandbox.url } : options,
      ),
  },
  "@dialpool/dialer": dialer,
  "@dialpool/dialer/sqlite": sqlite,
  "@dialpool/pool-strategies": selection,
  "@dialpool/sandbox": sandboxModule,
  "@dialpool/store-sqlite": {
    openSqliteStore: ({ path, ...options }: SqliteStoreOptions) =>
      openSqliteStore({ ...options, path: path === ":memory:" ? path : join(folder, path) }),
  },
};
const examples = readmeExamples(readme);

/** What the tables have rows for. Whoever adds a member to one of these types adds it here, and a row. */
const TABLES = {
  createDialer: keysOf<keyof dialer.DialerOptions>({
    client: 1,
    store: 1,
    journal: 1,
    pool: 1,
    policy: 1,
    startRate: 1,
    concurrency: 1,
    timeoutMs: 1,
    sendWithinMs: 1,
    graceMs: 1,
    onAbsent: 1,
    readEveryMs: 1,
    maxCallMs: 1,
    doNotCall: 1,
    sendAttemptId: 1,
    webhookUrl: 1,
    clock: 1,
    createId: 1,
  }),
  "a pool": keysOf<keyof dialer.DialerPool>({ agentId: 1, policy: 1, describe: 1 }),
  call: keysOf<keyof dialer.CallRequest>({
    phone: 1,
    name: 1,
    agentId: 1,
    tags: 1,
    callerId: 1,
    variables: 1,
  }),
  import: keysOf<keyof dialer.CampaignOptions>({
    name: 1,
    again: 1,
    agentId: 1,
    startRate: 1,
    concurrency: 1,
    retries: 1,
    hours: 1,
    tags: 1,
  }),
  run: keysOf<keyof dialer.CampaignRunOptions>({ signal: 1, maxWaitMs: 1, onProgress: 1, onNote: 1 }),
  "the outcome of an import": keysOf<dialer.ImportedList["outcome"]>({
    created: 1,
    known: 1,
  }),
  "the state of a call": keysOf<dialer.CallResult["state"]>({
    placed: 1,
    unknown: 1,
    rejected: 1,
    refused: 1,
    suppressed: 1,
    callee_busy: 1,
    no_room: 1,
    paced: 1,
    not_attached: 1,
  }),
  "the end of a run": keysOf<dialer.RunEnd["state"]>({ finished: 1, waiting: 1, undecided: 1, stopped: 1 }),
  "the kind of a stop": keysOf<dialer.StopKind>({
    interrupted: 1,
    aborted: 1,
    unreachable: 1,
    credentials: 1,
    agent_unknown: 1,
    api_failing: 1,
    rate_limited: 1,
    always_rejected: 1,
    pool_empty: 1,
    failed: 1,
  }),
};

function keysOf<Key extends string>(keys: Readonly<Record<Key, 1>>): readonly string[] {
  return Object.keys(keys);
}

/** The first column of each of the README's tables, without its head. */
const firstColumns = readme
  .split("\n\n")
  .filter((block) => block.startsWith("| "))
  .map((table) => [...table.slice(table.indexOf("| -")).matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name));

describe("the README", () => {
  it("has examples, and a first one of ten lines or fewer", () => {
    expect(examples.length).toBeGreaterThan(6);
    expect(examples[0]?.code.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(10);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  });

  it.each(Object.entries(TABLES))("has a table of %s, with all there are", (_, names) => {
    expect(firstColumns.map((column) => column.toSorted())).toContainEqual(names.toSorted());
  });

  const errorNames = Object.keys(dialer).filter(
    (name) => /^[A-Z]\w+Error$/.test(name) && name !== "DialerError",
  );
  it.each(errorNames)("names %s", (name) => {
    expect(firstColumns.flat()).toContain(name);
  });
});
