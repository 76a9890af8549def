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
  const stderr = outputStream(process.stderr, redact);
  let lastWords = "";
  const interrupted = interruptSignal(() => stderr.write(`Stopped at once.${lastWords}\n`));
  return {
    stdout: outputStream(process.stdout, (text) => text),
    stderr,
    stdin: {
      isTTY: process.stdin.isTTY === true,
      [Symbol.asyncIterator]: () => standardInput(interrupted),
    },
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    random: Math.random,
    sleep,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm: confirmUnless(interrupted) } : {}),
    keepSecret,
    interrupted,
    setLastWords: (sentence) => {
      lastWords = sentence === "" ? "" : ` ${sentence}`;
    },
  };
}

/** Whoever writes to it may never end: it is let go of at an interrupt, or the process would wait for them. */
async function* standardInput(interrupted: AbortSignal): AsyncGenerator<Uint8Array> {
  const letGo = () => process.stdin.destroy();
  if (interrupted.aborted) letGo();
  interrupted.addEventListener("abort", letGo, { once: true });
  try {
    for await (const chunk of process.stdin) yield chunk as Uint8Array;
  } catch (error) {
    interrupted.throwIfAborted();
    throw error;
  } finally {
    interrupted.removeEventListener("abort", letGo);
  }
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

/** @param onSecond Called just before a second interrupt ends the process. */
function interruptSignal(onSecond: () => void): AbortSignal {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) {
      onSecond();
      process.exit(EXIT.interrupted);
    }
    controller.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  return controller.signal;
}

/** The prompt library is loaded for the few commands that ask. An interrupt is a no. */
function confirmUnless(signal: AbortSignal): NonNullable<Io["confirm"]> {
  return async (message) => {
    const { confirm } = await import("@clack/prompts");
    return (await confirm({ message, initialValue: false, output: process.stderr, signal })) === true;
  };
}
