import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { endWithParent } from "./end-with-parent.js";
import type { RedisEngine } from "./engine.js";
import { ServerLog } from "./server-log.js";

/** One run of a server program. */
export class ServerProcess {
  readonly log: ServerLog;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess, log: ServerLog) {
    this.#child = child;
    this.log = log;
    this.#ended = once(child, "exit");
  }

  /**
   * Starts the program; resolves once it takes connections, its data loaded.
   *
   * @param removable A folder to remove if this process dies.
   * @throws Error when the server ends instead, for example because its port is taken.
   */
  static async start(engine: RedisEngine, configuration: string, removable?: string): Promise<ServerProcess> {
    const server = ServerProcess.#spawn(engine, ["-"], configuration, removable);
    await server.log.says(/Ready to accept connections/);
    return server;
  }

  /** Starts a sentinel, which keeps what it learns in its configuration file; resolves once it knows of a replica. */
  static async startSentinel(engine: RedisEngine, file: string, removable: string): Promise<ServerProcess> {
    const server = ServerProcess.#spawn(engine, [file, "--sentinel"], "", removable);
    await server.log.says(/\+slave slave/);
    return server;
  }

  static #spawn(
    engine: RedisEngine,
    args: readonly string[],
    input: string,
    removable?: string,
  ): ServerProcess {
    const child = spawn(engine.path, [...args], { stdio: ["pipe", "pipe", "pipe"] });
    // A program that ended early has closed its end; its log says why.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const log = new ServerLog([child.stdout, child.stderr]);
    const server = new ServerProcess(child, log);
    const letGo = endWithParent(server.pid, removable);
    child.once("exit", letGo);
    return server;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Ends the server, and waits for it. `SIGTERM` lets it write what it has; `SIGKILL` does not. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      // A stopped process would not take the signal.
      this.#child.kill("SIGCONT");
      this.#child.kill(signal);
    }
    await this.#ended;
  }

  /** Stops the process where it stands: it holds its connections and answers nothing. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }
}
