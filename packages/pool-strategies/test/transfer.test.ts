import { assert, asyncProperty, integer } from "fast-check";
import { describe, it } from "vitest";
import { conformanceExtensions as extensions } from "../src/conformance/extensions.js";
import { conformancePlaces as geography } from "../src/conformance/places.js";
import { randomHistory } from "../src/conformance/random-history.js";
import { runTransfer } from "../src/conformance/run-transfer.js";
import { createMemoryStore } from "../src/memory-store.js";
import { namespaceFromLines, namespaceToLines } from "../src/transfer/lines.js";
import { exportNamespace, importNamespace } from "../src/transfer/transfer-namespace.js";
import { textOf } from "./support/text-of.js";

const RUNS = Number(process.env.MODEL_RUNS ?? 300);

const newStore = () => createMemoryStore({ geography, extensions, maxCallees: 8 });

describe("a namespace that moved from one memory store to another, through lines of JSON", () => {
  it("answers every verb as before, and comes to the same state", { timeout: 3_600_000 }, async () => {
    await assert(
      asyncProperty(
        randomHistory({ maxSteps: 80 }),
        integer({ min: 0, max: 82 }),
        async (history, before) => {
          const [first, second] = [newStore(), newStore()];
          await runTransfer(first, second, history, before, async (from, to) => {
            await importNamespace(to, namespaceFromLines(namespaceToLines(exportNamespace(from))));
          });
          const [text, expected] = [
            await textOf(namespaceToLines(exportNamespace(second))),
            await textOf(namespaceToLines(exportNamespace(first))),
          ];
          if (text !== expected)
            throw new Error(`The states differ.\n--- moved\n${text}\n--- stayed\n${expected}`);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
