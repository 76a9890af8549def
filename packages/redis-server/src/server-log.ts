import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What a server printed lately, for the error that quotes it. */
const KEPT_LINES = 20;

/** The log of one server process: waits for what it says. */
export class ServerLog {
  readonly #lines: string[] = [];
  readonly #waiting = new Set<{ pattern: RegExp; resolve: () => void; reject: (error: Error) => void }>();
  #ended = false;

  /** @param outputs Its two standard outputs. */
  constructor(outputs: readonly Readable[]) {
    let open = outputs.length;
    for (const input of outputs) {
      const lines = createInterface({ input });
      lines.on("line", (line) => this.#take(line));
      lines.on("close", () => {
        open -= 1;
        if (open === 0) this.#end();
      });
    }
  }

  /**
   * Resolves at the next line that matches.
   *
   * @throws Error when the server ends before; it quotes what was printed last.
   */
  says(pattern: RegExp): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ending());
    return new Promise((resolve, reject) => {
      this.#waiting.add({ pattern, resolve, reject });
    });
  }

  #take(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    for (const waiter of this.#waiting) {
      if (!waiter.pattern.test(line)) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  #end(): void {
    this.#ended = true;
    for (const { reject } of this.#waiting) reject(this.#ending());
    this.#waiting.clear();
  }

  #ending(): Error {
    return new Error(`The server ended. It printed last:\n${this.#lines.join("\n")}`);
  }
}
