import type { StoreHealth } from "@dialpool/pool-strategies/store-kit";
import type { CommandDefinition } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { presentDoctor } from "../../present/store.js";
import { requireStore } from "../../store/require-store.js";

/** The JSON document of `store doctor`. */
export interface StoreDoctorData extends StoreHealth {
  readonly store: string;
}

/** `store doctor`: checks the laws that the state must keep. What breaks one is our fault. */
export const storeDoctor: CommandDefinition<[], object, StoreDoctorData> = {
  async run(context) {
    const { store, shown } = await requireStore(context);
    const health = await store.check({ now: context.io.now() });
    return {
      data: { store: shown, ...health },
      exitCode: health.findings.length === 0 ? EXIT.done : EXIT.internal,
    };
  },
  present: presentDoctor,
};
