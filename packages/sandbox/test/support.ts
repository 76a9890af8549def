import { afterEach } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/index.js";

/** A sandbox whose clock only the test moves, and requests to it. Its own answers are checked against the spec. */
export interface TestSandbox extends Sandbox {
  readonly advance: (ms: number) => void;
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body. */
  readonly body: Record<string, never> & {
    readonly response?: Record<string, never>;
    readonly detail?: unknown;
  };
}

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** Starts a sandbox for one test. */
export async function testSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  let now = Date.parse("2026-11-24T15:00:00Z");
  const sandbox = await startSandbox({ validateAnswers: true, now: () => now, ...options });
  open.push(sandbox);
  return Object.assign(Object.create(sandbox) as Sandbox, {
    advance: (ms: number) => {
      now += ms;
    },
    async request(
      method: string,
      path: string,
      body?: unknown,
      headers: Readonly<Record<string, string>> = { Authorization: `Bearer ${sandbox.apiKey}` },
    ) {
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const answer = await fetch(`${sandbox.url}${path}`, {
        method,
        headers: { "Content-Type": "application/json", ...headers },
        ...sent,
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text, body: parse(text) };
    },
  });
}

function parse(text: string): TestAnswer["body"] {
  try {
    return JSON.parse(text) as TestAnswer["body"];
  } catch {
    return {} as TestAnswer["body"];
  }
}
