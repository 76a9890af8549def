import { describe, expect, it } from "vitest";
import type { Report } from "../src/scenario.js";
import type { World } from "../src/world.js";
import { bunBinary, denoCommand, nodeBinary } from "./support/binaries.js";
import { bundleForAnywhere } from "./support/bundle.js";
import { runCommand } from "./support/run-command.js";
import { startWorker } from "./support/workerd.js";
import { openWorld } from "./support/world.js";

const unknown = (cause: string, placed = 1) => ({ outcome: `unknown: ${cause}`, requests: 1, placed });
const notPlaced = (code: string, requests = 1) => ({ outcome: `not placed: ${code}`, requests, placed: 0 });
const placed = { outcome: "placed", requests: 1, placed: 1 };

/** What the scenario reports wherever it runs. */
const EXPECTED: Report = {
  pool: { before: 40, attached: 41, after: 40 },
  listed: { rows: 3, ids: 3 },
  endings: {
    "a call": placed,
    "a second call": placed,
    "a third call": placed,
    "reset before the answer": unknown("connection_failed"),
    "reset before the answer, with a middleware": unknown("connection_failed"),
    "cut off in the answer": unknown("connection_failed"),
    "an empty answer": unknown("unexpected_response"),
    "a page of HTML": unknown("unexpected_response"),
    "a proxy's 502": unknown("api_502"),
    "a redirect": unknown("api_307", 0),
    "a refusal with 400": notPlaced("api_400"),
    "a refusal with 422": notPlaced("api_422"),
    "one refusal with 429": { outcome: "placed", requests: 2, placed: 1 },
    "no end of 429": notPlaced("api_429", 3),
    "no answer in time": unknown("timed_out"),
    "cancelled after it left": unknown("aborted for a reason of one's own"),
    "cancelled before it left": notPlaced("aborted for a reason of one's own", 0),
    "a wrong key": notPlaced("api_401"),
    "a refused connection": notPlaced("connection_failed", 0),
  } as Report["endings"],
  reconciled: "unknown: connection_failed, then placed",
  events: {
    signed: 200,
    "signed with the old secret": 200,
    "signed by somebody else": 401,
    unsigned: 401,
    "not posted": 405,
    received: 2,
  },
};

/**
 * Workers are told the same of a connection that was refused and of one that
 * broke after the request had left, so neither proves anything.
 */
const EXPECTED_OF_WORKERS: Report = {
  ...EXPECTED,
  endings: {
    ...EXPECTED.endings,
    "a refused connection": { outcome: "unknown: connection_failed", requests: 0, placed: 0 },
  },
};

const DENO_FLAGS = ["run", "--no-prompt", "--allow-net=127.0.0.1"];

const COMMANDS: readonly (readonly [string, (bundle: string) => readonly string[]])[] = [
  [`Node ${process.version}`, (bundle) => [process.execPath, bundle]],
  ["Node 22", (bundle) => [nodeBinary(22), bundle]],
  ["Node 24", (bundle) => [nodeBinary(24), bundle]],
  ["Bun", (bundle) => [bunBinary(), bundle]],
  ["Deno", (bundle) => [...denoCommand("deno"), ...DENO_FLAGS, bundle]],
  ["Deno 2.7", (bundle) => [...denoCommand("deno-2.7"), ...DENO_FLAGS, bundle]],
];

describe("the client, bundled for no platform in particular", () => {
  it.each(COMMANDS)("behaves on %s", async (_, commandOf) => {
    await using bundle = await bundleForAnywhere("command.ts");
    await using open = await openWorld();
    const [file = "", ...args] = commandOf(bundle.path);
    const { stdout } = await runCommand(file, [...args, JSON.stringify(open.world)]);
    expect(JSON.parse(stdout)).toEqual(EXPECTED);
  });

  it("behaves on Cloudflare's workerd, where a refused connection proves nothing", async () => {
    await using bundle = await bundleForAnywhere("worker.ts");
    await using open = await openWorld();
    await using worker = await startWorker(bundle.path);
    const answer = await fetch(worker.url, {
      method: "POST",
      body: JSON.stringify(open.world satisfies World),
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    expect(JSON.parse(text)).toEqual(EXPECTED_OF_WORKERS);
  });
});
