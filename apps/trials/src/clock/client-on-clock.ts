import type { CallPlacer } from "@dialpool/dialer";
import type { VirtualClock } from "./virtual-clock.js";

/** A client whose requests hold the clock: it does not jump while one is under way. */
export function clientOnClock({ calls, agents }: CallPlacer, clock: VirtualClock): CallPlacer {
  return {
    agents: { get: (agentId) => clock.during(() => agents.get(agentId)) },
    calls: {
      create: (request, options) => clock.during(() => calls.create(request, options)),
      list: (params, options) => ({
        async *[Symbol.asyncIterator]() {
          const records = calls.list(params, options)[Symbol.asyncIterator]();
          try {
            for (;;) {
              const next = await clock.during(() => records.next());
              if (next.done === true) return;
              yield next.value;
            }
          } finally {
            await records.return?.();
          }
        },
      }),
    },
  };
}
