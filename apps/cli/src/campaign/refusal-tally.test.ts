import type { Refusal, RefusalCode } from "@dialpool/pool-strategies";
import { expect, it } from "vitest";
import { createRefusalTally } from "./refusal-tally.js";

const refusal = (code: RefusalCode, retryAt?: number): Refusal => ({
  ok: false,
  code,
  ...(retryAt === undefined ? {} : { retryAt }),
  reasons: { affinity: "none", order: "round-robin", skipped: [] },
});

it("counts by reason, with the soonest instant at which one may be called", () => {
  const tally = createRefusalTally();
  tally.add(refusal("exhausted", 300));
  tally.add(refusal("country_not_allowed"));
  tally.add(refusal("exhausted", 200));
  tally.add(refusal("exhausted"));
  expect(tally.contacts).toBe(4);
  expect(tally.list()).toEqual([
    { code: "exhausted", contacts: 3, retryAt: 200 },
    { code: "country_not_allowed", contacts: 1 },
  ]);
});
