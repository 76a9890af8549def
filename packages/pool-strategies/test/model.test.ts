import fc from "fast-check";
import { describe, it } from "vitest";
import {
  conformanceExtensions as extensions,
  conformancePlaces as geography,
  randomHistory,
  runDifferential,
} from "../src/conformance.js";
import { createMemoryStore } from "../src/index.js";
import { NaiveStore } from "./support/model/naive-store.js";

/** Ten thousand with `pnpm test:model`; the gate has a minute. */
const numRuns = Number(process.env.MODEL_RUNS ?? 1000);

describe("the memory store and a plain model", () => {
  it("answer the same, whatever happens in whatever order", async () => {
    const t0 = performance.now();
    let n = 0;
    await fc
      .assert(
        fc.asyncProperty(randomHistory(), (history) => {
          n++;
          return runDifferential(
            createMemoryStore({ geography, extensions }),
            new NaiveStore({ geography, extensions }),
            history,
          );
        }),
        { numRuns },
      )
      .finally(() => console.log(n, performance.now() - t0));
  }, 3_600_000);
});
