import { storeErrorOf } from "./client/index.js";
import type { Answer } from "./namespace-client.js";

/** Calls that one run does at most: the server answers nobody else meanwhile, and so many take it about a millisecond. */
const MAX_CALLS = 16;

/** A call on its way: an acquire or a settlement. */
export interface QueuedCall {
  /** The caller's time, epoch ms. */
  readonly now: number;
  /** Periods of time zones that the call was asked for: a JSON object, or empty. */
  readonly zones: string;
  /** What the script reads of it; see `scripts/calls.lua`. */
  readonly texts: readonly string[];
}

/** Does calls in one run. Answers "done" and each call's answer, or one answer for all. */
export type RunCalls = (calls: readonly QueuedCall[]) => Promise<Answer>;

interface Waiting {
  readonly call: QueuedCall;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts calls of one turn of the event loop into one run, in their order, so that they share its round trip and what a run costs
 * whatever it does. Nobody waits for others: a run leaves in the turn in which it was asked for.
 */
export class CallQueue {
  readonly #run: RunCalls;
  #waiting: Waiting[] = [];

  constructor(run: RunCalls) {
    this.#run = run;
  }

  /** @throws PoolStoreError when its run failed, or this call in it. */
  ask(call: QueuedCall): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      if (this.#waiting.length === MAX_CALLS) this.#send();
      // Ticks come when nothing else of this turn is left to do, promises included.
      else if (this.#waiting.length === 1) process.nextTick(this.#sendLeft);
    });
  }

  readonly #sendLeft = () => {
    if (this.#waiting.length > 0) this.#send();
  };

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#run(waiting.map(({ call }) => call)).then(
      (answers) => {
        const isDone = answers[0] === "done";
        for (const [at, { resolve, reject }] of waiting.entries()) {
          const answer = isDone ? (answers[at + 1] as Answer) : answers;
          if (answer[0] === "failed") reject(storeErrorOf(new Error(String(answer[1]))));
          else resolve(answer);
        }
      },
      (error: unknown) => {
        for (const { reject } of waiting) reject(error);
      },
    );
  }
}
