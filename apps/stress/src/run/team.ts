import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { StressPlan } from "../plan/plan.js";
import type { FromWorker, ToWorker } from "./messages.js";

interface Colleague {
  readonly index: number;
  life: number;
  child: ChildProcess | undefined;
}

/** The processes of a run. One that is killed is followed by another of the same place. */
export class Team {
  readonly #workerPath: string;
  #plan: StressPlan;
  readonly #colleagues: readonly Colleague[];
  #working = 0;
  #finish: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  kills = 0;

  /** @param workerPath The built `worker.js`. */
  constructor(workerPath: string, plan: StressPlan) {
    this.#workerPath = workerPath;
    this.#plan = plan;
    this.#colleagues = Array.from({ length: plan.processes }, (_, index) => ({
      index,
      life: 0,
      child: undefined,
    }));
  }

  /** Starts all of them; resolves when all are done. Rejects when one breaks. */
  async work(): Promise<void> {
    this.#working = this.#colleagues.length;
    const end = new Promise<void>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    for (const colleague of this.#colleagues) this.#start(colleague);
    try {
      await end;
    } finally {
      for (const { child } of this.#colleagues) child?.kill("SIGKILL");
    }
  }

  /** Ends the work with an error. */
  stop(error: Error): void {
    this.#fail(error);
  }

  /** Kills one that is at work, chosen by the draw, and starts its follower. */
  async kill(draw: number): Promise<void> {
    const atWork = this.#colleagues.filter(({ child }) => child !== undefined);
    const colleague = atWork[Math.floor(draw * atWork.length)];
    const child = colleague?.child;
    if (colleague === undefined || child === undefined) return;
    child.removeAllListeners();
    colleague.child = undefined;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    this.kills++;
    this.#start(colleague);
  }

  /** Tells all that the namespace is elsewhere now. */
  move(store: string): void {
    this.#plan = { ...this.#plan, store };
    for (const { child } of this.#colleagues) child?.send({ kind: "moved", store } satisfies ToWorker);
  }

  #start(colleague: Colleague): void {
    const child = fork(this.#workerPath, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    colleague.child = child;
    colleague.life++;
    child.on("message", (message: FromWorker) => {
      if (message.kind === "broken") return this.#fail(new Error(message.message));
      child.removeAllListeners("exit");
      colleague.child = undefined;
      this.#working--;
      if (this.#working === 0) this.#finish();
    });
    child.once("exit", (code, signal) =>
      this.#fail(new Error(`A process ended by itself (${code ?? signal}).`)),
    );
    const { index: process, life } = colleague;
    child.send({ kind: "work", plan: this.#plan, process, life } satisfies ToWorker);
  }
}
