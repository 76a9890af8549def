import { afterEach, describe, expect, it } from "vitest";
import { callees, type DialingDesk, openDesk } from "./desk.js";

const HOUR_MS = 3_600_000;

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

/** A campaign with three calls that ring, whose runner has gone. It is aborted by somebody else. */
async function abandoned(): Promise<string> {
  desk = await openDesk({ speed: 1 }, { concurrency: 3 });
  const name = await desk.importList(callees(20), { name: "left" });
  const interrupt = new AbortController();
  const run = desk.dialer.campaigns.run(name, { signal: interrupt.signal });
  await expect.poll(() => desk.sandbox.calls.length, { timeout: 20_000 }).toBe(3);
  interrupt.abort();
  await run;
  await desk.dialer.campaigns.abort(name);
  return name;
}

describe("a campaign that nobody runs, and that is aborted with calls in flight", () => {
  it("is seen to its end by whoever runs it, who calls nobody", async () => {
    const name = await abandoned();
    const run = desk.another().campaigns.run(name);
    desk.passTime(HOUR_MS);
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "aborted" },
      progress: { byState: { queued: 17, finished: 3, open: 0 } },
    });
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("aborted");
    expect(desk.sandbox.calls).toHaveLength(3);
  });

  it("is seen to its end by whoever runs another campaign of the file", async () => {
    const name = await abandoned();
    const other = await desk.importList(callees(21).slice(20), { name: "other", concurrency: 10 });
    const run = desk.another().campaigns.run(other);
    await expect.poll(() => desk.sandbox.calls.length, { timeout: 20_000 }).toBe(4);
    desk.passTime(HOUR_MS);
    expect(await run).toMatchObject({ state: "finished" });
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("aborted");
  });

  it("is at its end once somebody reconciles after its calls have ended", async () => {
    const name = await abandoned();
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("open");
    desk.passTime(HOUR_MS);
    expect(await desk.another().reconcile()).toMatchObject({ ended: { length: 3 } });
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("aborted");
  });
});
