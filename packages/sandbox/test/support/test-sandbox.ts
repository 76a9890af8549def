import { afterEach, expect } from "vitest";
import { type RunningSandbox, type StartOptions, startSandbox } from "../../src/index.js";

/** Where the clock of a test begins: 24 November 2026, 15:00 UTC. */
export const START = Date.UTC(2026, 10, 24, 15);

/** What came back. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined if there is none or it is no JSON. */
  readonly body: unknown;
}

/** A sandbox on a socket, whose clock only the test moves and whose answers are checked against the spec. */
export interface TestSandbox {
  readonly sandbox: RunningSandbox;
  advance(ms: number): void;
  /** Sends a request with the right key. `path` is below the base URL. */
  send(method: string, path: string, body?: unknown, init?: RequestInit): Promise<TestAnswer>;
  /** Places a call from the first agent; what is given replaces what a plain call has. */
  place(changes?: Readonly<Record<string, unknown>>): Promise<TestAnswer>;
}

const running: RunningSandbox[] = [];

afterEach(async () => {
  const ended = running.splice(0);
  await Promise.all(ended.map(async (sandbox) => await sandbox.close()));
  expect(ended.flatMap((sandbox) => sandbox.violations)).toEqual([]);
});

/** Starts a sandbox for one test; it is closed after it. */
export async function startTestSandbox(options: StartOptions = {}): Promise<TestSandbox> {
  let now = START;
  const sandbox = await startSandbox({ validateResponses: true, now: () => now, ...options });
  running.push(sandbox);

  async function send(
    method: string,
    path: string,
    body?: unknown,
    init: RequestInit = {},
  ): Promise<TestAnswer> {
    const headers = { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const sent = body === undefined ? {} : { body: text };
    return await readAnswer(await fetch(`${sandbox.url}${path}`, { method, headers, ...sent, ...init }));
  }

  return {
    sandbox,
    advance(ms) {
      now += ms;
    },
    send,
    place: async (changes) => await send("POST", "/calls", callBody(changes)),
  };
}

/** A call that the first agent may place. A field changed to undefined is left out. */
export function callBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    model_id: "0ae2859d-c25c-4d56-a9f3-809387b725ce",
    phone: "+14155550123",
    name: "John Doe",
    ...changes,
  };
}

/** Reads an answer whole. */
export async function readAnswer(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

/** A field deep inside an answer, e.g. `at(answer.body, "response", "calls", 0)`. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
