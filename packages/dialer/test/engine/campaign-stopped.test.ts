import { describe, expect, it } from "vitest";
import { callees, openDesk } from "./desk.js";

describe("a campaign", () => {
  it("is paused, gone on with and aborted by whoever says so", async () => {
    const desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const other = desk.another();
    const notes: string[] = [];
    const run = desk.dialer.campaigns.run(name, { onNote: (note) => notes.push(note) });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await other.campaigns.pause(name);
    await expect.poll(() => notes).toEqual(["The campaign is paused: nobody is called."]);
    desk.passTime(60 * 60_000);
    await expect
      .poll(async () => (await other.campaigns.status(name)).progress.byState, { timeout: 20_000 })
      .toMatchObject({ finished: 3, queued: 17 });
    expect(desk.sandbox.calls).toHaveLength(3);
    await other.campaigns.resume(name);
    await expect.poll(() => desk.sandbox.calls.length, { timeout: 20_000 }).toBe(6);
    await other.campaigns.abort(name);
    await expect.poll(() => notes.at(-1), { timeout: 20_000 }).toMatch(/^The campaign was aborted/);
    desk.passTime(60 * 60_000);
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "aborted" },
      progress: { byState: { finished: 6, queued: 14, open: 0 } },
    });
    expect((await other.campaigns.status(name)).campaign.state).toBe("aborted");
    expect(desk.sandbox.calls).toHaveLength(6);
  });

  it("is drained when its dialer is closed", async () => {
    const desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const dialer = desk.another();
    const run = dialer.campaigns.run(name);
    let isOver = false;
    run.then(() => {
      isOver = true;
    });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await dialer.close();
    expect(isOver).toBe(true);
    expect(await run).toMatchObject({ state: "stopped", stop: { kind: "interrupted" } });
  });

  it("that was aborted does not wait for its calls once it is interrupted", async () => {
    const desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const interrupt = new AbortController();
    const notes: string[] = [];
    const run = desk.dialer.campaigns.run(name, {
      signal: interrupt.signal,
      onNote: (note) => notes.push(note),
    });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await desk.dialer.campaigns.abort(name);
    await expect.poll(() => notes).toHaveLength(1);
    interrupt.abort();
    expect(await run).toMatchObject({ stop: { kind: "interrupted" }, progress: { open: { placed: 3 } } });
  });

  it("drains when it is interrupted", async () => {
    const desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const interrupt = new AbortController();
    const run = desk.dialer.campaigns.run(name, { signal: interrupt.signal });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    interrupt.abort();
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "interrupted" },
      progress: { open: { intended: 0, placed: 3 } },
    });
  });
});
