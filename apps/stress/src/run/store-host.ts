import type { ServerTrouble } from "../plan/plan.js";

/** Where the namespace of a run is kept, and what can be done to it. */
export interface StoreHost {
  /** As in a plan. */
  readonly address: string;
  /** How long before a crash or a failover an answered verb may be lost, ms. */
  readonly lossMs: number;
  /** @returns The address from now on, if it changed. */
  strike(trouble: ServerTrouble): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** A file: there is no server to be struck. */
export function fileHost(path: string): StoreHost {
  return {
    address: `sqlite:${path}`,
    lossMs: 0,
    strike: async (trouble) => {
      throw new RangeError(`A file knows no ${trouble}.`);
    },
    stop: async () => {},
  };
}
