import { assert, asyncProperty, integer } from "fast-check";
import { describe, it } from "vitest";
import { conformanceExtensions as extensions } from "../src/conformance/extensions.js";
import { conformancePlaces as geography } from "../src/conformance/places.js";
import { randomHistory } from "../src/conformance/random-history.js";
import { runTransfer } from "../src/conformance/run-transfer.js";
import { createMemoryStore } from "../src/memory-store.js";
import { copyNamespace } from "../src/transfer/transfer-namespace.js";

const RUNS = Number(process.env.MODEL_RUNS ?? 200);

const newStore = () => createMemoryStore({ geography, extensions, maxCallees: 8 });

describe("a memory store that took over another", () => {
  it("answers every verb as before, and forgets the same callees", { timeout: 3_600_000 }, async () => {
    await assert(
      asyncProperty(randomHistory({ maxSteps: 80 }), integer({ min: 0, max: 82 }), (history, stepsBefore) =>
        runTransfer(newStore(), newStore(), history, stepsBefore, copyNamespace),
      ),
      { numRuns: RUNS },
    );
  });
});
