import fc from "fast-check";
import { describe, it } from "vitest";
import { conformanceExtensions as extensions } from "../src/conformance/extensions.js";
import { conformancePlaces as geography } from "../src/conformance/places.js";
import { randomHistory } from "../src/conformance/random-history.js";
import { runDifferential } from "../src/conformance/run-differential.js";
import { NaiveStore } from "./support/model/naive-store.js";

describe("model", () => {
  it("self", async () => {
    const counts: Record<string, number> = {};
    const t0 = performance.now();
    await fc.assert(
      fc.asyncProperty(randomHistory(), async (history) => {
        const a = new NaiveStore({ geography, extensions });
        const spy = a.acquire.bind(a);
        a.acquire = (r) => {
          try {
            const s = spy(r);
            const k = s.ok ? `ok ${s.reasons.affinity} ${s.reasons.overflow ?? ""}` : `${s.code} ${s.retryAt ? "at" : ""} ${s.atLatest ?? ""}`;
            counts[k] = (counts[k] ?? 0) + 1;
            if (s.ok) counts[`step ${s.reasons.step}`] = (counts[`step ${s.reasons.step}`] ?? 0) + 1;
            if (s.ok) counts[`order ${s.reasons.order}`] = (counts[`order ${s.reasons.order}`] ?? 0) + 1;
            for (const x of s.reasons.skipped) counts[x.reason] = (counts[x.reason] ?? 0) + 1;
            return s;
          } catch (e) { const k = `error ${(e as {code: string}).code}`; counts[k] = (counts[k] ?? 0) + 1; throw e; }
        };
        const u = a.usage.bind(a);
        a.usage = (p, o) => { const r = u(p, o); for (const n of r) for (const l of n.atLimits) counts[`limit ${l}`] = (counts[`limit ${l}`] ?? 0) + 1; return r; };
        await runDifferential(a, new NaiveStore({ geography, extensions }), history);
      }),
      { numRuns: Number(process.env.RUNS ?? 1000) },
    );
    console.log(performance.now() - t0, counts);
  }, 300_000);
});
