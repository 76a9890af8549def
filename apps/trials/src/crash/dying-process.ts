import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FromLife, Life } from "./life.js";

/** How a process came to its end. */
export type Ending =
  | { readonly kind: "killed" }
  | { readonly kind: "ended"; readonly state: string; readonly stop?: string };

/** A process that has loaded everything and waits to be told what to do. */
export class DyingProcess {
  readonly #child: ChildProcess;
  readonly #isReady: Promise<unknown>;
  readonly #isGone: Promise<unknown>;

  /** @param folder Where the built processes are. */
  constructor(folder: URL) {
    this.#child = fork(fileURLToPath(new URL("dial-process.js", folder)));
    this.#isReady = once(this.#child, "message");
    this.#isGone = once(this.#child, "exit");
  }

  /** Lives through it, or dies of it. */
  async live(life: Life): Promise<Ending> {
    await this.#isReady;
    let last: FromLife | undefined;
    this.#child.on("message", (message) => {
      last = message as FromLife;
    });
    this.#child.send(life);
    const timer =
      life.death?.by === "clock"
        ? setTimeout(() => this.#child.kill("SIGKILL"), life.death.afterMs)
        : undefined;
    await this.#isGone;
    clearTimeout(timer);
    if (last?.kind === "failed") throw new Error(`A dialing process failed: ${last.message}`);
    if (this.#child.signalCode === "SIGKILL") return { kind: "killed" };
    if (last?.kind === "ended") return last;
    throw new Error(`A dialing process ended with ${this.#child.exitCode ?? this.#child.signalCode}.`);
  }

  async dismiss(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#isGone;
  }
}
