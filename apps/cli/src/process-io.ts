import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { EXIT } from "./exit-codes.js";
import type { Io, OutputStream } from "./io.js";
import { createRedactor } from "./redact.js";

/**
 * The machine as it is: this process's streams, clock, chance and signals.
 *
 * The first interrupt fires `interrupted`; the second ends the process.
 */
export function createProcessIo(): Io {
  const { redact, keepSecret } = createRedactor();
  if (process.env.SYNTHFLOW_API_KEY) keepSecret(process.env.SYNTHFLOW_API_KEY);
  return {
    stdout: outputStream(process.stdout, (text) => text),
    stderr: outputStream(process.stderr, redact),
    stdin: {
      isTTY: process.stdin.isTTY === true,
      [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
    },
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    random: Math.random,
    sleep,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm } : {}),
    keepSecret,
    interrupted: interruptSignal(),
  };
}

function outputStream(stream: NodeJS.WriteStream, filter: (text: string) => string): OutputStream {
  let isOpen = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read us has gone, like `head` after its lines. What the command does goes on.
    if (error.code !== "EPIPE") throw error;
    isOpen = false;
  });
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write(text) {
      if (isOpen) stream.write(filter(text));
    },
    async drained() {
      if (isOpen && stream.writableNeedDrain) await drainOrEnd(stream);
      return isOpen;
    },
  };
}

async function drainOrEnd(stream: NodeJS.WriteStream): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  // The error itself is told to whoever listens above.
  const ends = ["drain", "close", "error"].map((event) => once(stream, event, { signal }).catch(() => {}));
  await Promise.race(ends);
  over.abort();
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  return controller.signal;
}

/** The prompt library is loaded for the few commands that ask. */
async function confirm(question: string): Promise<boolean> {
  const { confirm: ask } = await import("@clack/prompts");
  return (await ask({ message: question, initialValue: false, output: process.stderr })) === true;
}
