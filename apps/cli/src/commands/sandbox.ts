import { type Command, Option } from "commander";
import { usageError } from "../cli-error.js";
import type { GlobalFlags } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { rateOf } from "../options/rate.js";
import { wholeNumberOf } from "../options/whole-number.js";
import { presentSandbox } from "../present/sandbox.js";
import { createStyle } from "../present/style.js";

/** Flags of `sandbox`; the sandbox's own options, by its names. */
export interface SandboxFlags {
  readonly port: number;
  readonly speed: number;
  readonly poolSize: number;
  readonly seed: number;
  readonly listDelay: number;
  readonly maxConcurrent?: number;
  readonly startLimit?: number;
  readonly overLimit: "reject" | "queue";
}

/** The one line that `sandbox --json` prints: what a program needs to use it. */
export interface SandboxLine {
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
  readonly workspaceId: string;
}

/**
 * `sandbox`: serves the API on loopback until the first interrupt.
 *
 * It says when it is ready and not when it is over, so it is no
 * `CommandDefinition`: those print once, at the end.
 */
export async function serveSandbox(io: Io, flags: SandboxFlags & GlobalFlags): Promise<void> {
  const { url, apiKey, agentId, workspaceId, close } = await startSandbox(flags);
  try {
    const line: SandboxLine = { url, apiKey, agentId, workspaceId };
    const text = flags.json ? JSON.stringify(line) : presentSandbox(line, createStyle(io.stdout, io.env));
    io.stdout.write(`${text}\n`);
    await interrupted(io.interrupted);
  } finally {
    await close();
  }
}

async function startSandbox(flags: SandboxFlags) {
  // Loaded here, for it is the one command that needs a server.
  const sandbox = await import("@dialpool/sandbox");
  const { port, speed, poolSize, seed, listDelay: listDelayMs, maxConcurrent, startLimit, overLimit } = flags;
  try {
    return await sandbox.startSandbox({
      port,
      speed,
      poolSize,
      seed,
      listDelayMs,
      overLimit,
      ...(maxConcurrent === undefined ? {} : { maxConcurrentCalls: maxConcurrent }),
      ...(startLimit === undefined ? {} : { callStartsPerSecond: startLimit }),
    });
  } catch (error) {
    throw cannotStart(error, port);
  }
}

/** Only listening can fail here: the other options were checked when they were read. */
function cannotStart(error: unknown, port: number): unknown {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  const hint = "Choose another one, or --port 0 for any that is free.";
  if (code === "port_in_use" || code === "EADDRINUSE") return usageError(`Port ${port} is taken.`, hint);
  return code === "listen_failed" || code === "EACCES"
    ? usageError(`Cannot listen on port ${port}: ${message}`, hint)
    : error;
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Adds `sandbox`. */
export function registerSandbox(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const whole = (flag: string, min: number, max: number) => wholeNumberOf(flag, { min, max });
  const command = program
    .command("sandbox")
    .description("run the API on this machine, with simulated calls; no real phone rings")
    .addOption(
      option("--port <n>", "port on 127.0.0.1; 0 takes any that is free", whole("--port", 0, 65_535)).default(
        0,
      ),
    )
    .addOption(
      option(
        "--speed <n>",
        "how many times faster than life calls run",
        rateOf("--speed", { min: 0.01, max: 1_000_000 }),
      ).default(1),
    )
    .addOption(
      option("--pool-size <n>", "numbers in the agent's pool", whole("--pool-size", 0, 100_000)).default(40),
    )
    .addOption(option("--seed <n>", "same seed, same outcomes", whole("--seed", 0, 2 ** 31)).default(1))
    .addOption(
      option(
        "--list-delay <ms>",
        "time until a call shows in the call list",
        whole("--list-delay", 0, 3_600_000),
      ).default(0),
    )
    .addOption(
      option(
        "--max-concurrent <n>",
        "calls going on at once (default: no limit)",
        whole("--max-concurrent", 1, 1_000_000),
      ),
    )
    .addOption(
      option(
        "--start-limit <n>",
        "calls started per second (default: no limit)",
        whole("--start-limit", 1, 1_000_000),
      ),
    )
    .addOption(
      new Option("--over-limit <what>", "what becomes of a call beyond a limit")
        .choices(["reject", "queue"])
        .default("reject"),
    );
  command.action(async () => {
    await serveSandbox(io, command.optsWithGlobals<SandboxFlags & GlobalFlags>());
    setExitCode(EXIT.done);
  });
}

function option(flags: string, description: string, read: (text: string) => number): Option {
  return new Option(flags, description).argParser(read);
}
