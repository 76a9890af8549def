import type { E164 } from "@dialpool/pool-strategies";
import { expect, it } from "vitest";
import { parseRetryRules } from "../../src/index.js";
import { callees, openDesk } from "./desk.js";

it("whoever asked not to be called after the list was read in is not called, nor called again", async () => {
  const desk = await openDesk({ outcomes: { busy: 1 } });
  const [busy, asked, ...others] = callees(6) as [E164, E164, ...E164[]];
  const retries = parseRetryRules({ maxAttempts: 2, busy: { retries: 1, delayMinutes: 10 } });
  const name = await desk.importList([busy, asked, ...others], { retries });
  const before = new Set<E164>([asked]);
  const first = desk.another({ doNotCall: before });
  expect(await first.campaigns.run(name)).toMatchObject({
    state: "waiting",
    progress: { byState: { suppressed: 1, queued: 5 } },
  });
  const second = desk.another({ doNotCall: new Set<E164>([asked, busy]) });
  desk.passTime(11 * 60_000);
  expect(await second.campaigns.run(name)).toMatchObject({
    state: "finished",
    progress: { byState: { suppressed: 2, finished: 4 } },
  });
  const called = (phone: E164) => desk.sandbox.calls.filter(({ to }) => to === phone).length;
  expect([busy, asked, ...others].map(called)).toEqual([1, 0, 2, 2, 2, 2]);
});
