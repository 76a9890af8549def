import { afterEach, describe, expect, it, vi } from "vitest";
import type { Journal } from "../../src/journal.js";
import { callees, type DialingDesk, openDesk } from "./desk.js";

let desk: DialingDesk;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);
process.on("unhandledRejection", onUnhandled);
afterEach(async () => {
  await desk.close();
});

const CALL = { phone: "+14155550123", name: "Ada" } as const;

/** A journal on which the verbs given do as they are told here first. */
function withVerbs(journal: Journal, verbs: Partial<Journal>): Journal {
  return { ...journal, ...verbs };
}

/** As SQLite has it when another process does not let go of the file. */
function busy(): Error {
  return Object.assign(new Error("Another process wrote to the file for too long."), { code: "store_busy" });
}

describe("a journal that fails for a while", () => {
  it("ends neither the process nor the following of calls when the marks of webhooks cannot be taken", async () => {
    desk = await openDesk({ speed: 1 });
    const { journal } = desk;
    const takeDue = vi.fn(journal.takeDue);
    takeDue
      .mockImplementationOnce(() => [])
      .mockImplementationOnce(() => {
        throw busy();
      });
    const dialer = desk.another({ journal: withVerbs(journal, { takeDue }), readEveryMs: 200 });
    const call = await dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const finished = call.finished();
    await expect.poll(() => takeDue.mock.calls.length).toBeGreaterThan(2);
    desk.passTime(1_800_000);
    expect(await finished).toMatchObject({ state: "ended" });
    expect(unhandled).toEqual([]);
  });

  it("ends the run, and nothing else, when whoever is told of a read throws", async () => {
    desk = await openDesk({}, { concurrency: 5 });
    const name = await desk.importList(callees(3));
    desk.sandbox.faults.next({ operationId: "list-calls", kind: "status", status: 500, times: 8 });
    const run = desk.dialer.campaigns.run(name, {
      onNote: () => {
        throw new Error("The terminal is gone.");
      },
    });
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "failed", message: "The run cannot go on: The terminal is gone." },
    });
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "finished" });
    expect(unhandled).toEqual([]);
  });

  it("ends a run with what it threw, once everything that was under way is written down", async () => {
    desk = await openDesk({ speed: 1 }, { startRate: 20, concurrency: 50 });
    const { journal } = desk;
    const name = await desk.importList(callees(40));
    const id = journal.findCampaign(name)?.id ?? "";
    let isBroken = false;
    const progress: Journal["progress"] = (asked) => {
      if (isBroken) throw busy();
      return journal.progress(asked);
    };
    const dialer = desk.another({ journal: withVerbs(journal, { progress }), startRate: 20 });
    const run = dialer.campaigns.run(name);
    await expect.poll(() => desk.sandbox.calls.length).toBeGreaterThan(3);
    isBroken = true;
    await expect(run).rejects.toMatchObject({ code: "store_busy" });
    // Nothing leaves after the run is over, and nothing is left in between.
    const { length } = desk.sandbox.calls;
    expect(journal.progress(id)).toMatchObject({ open: { intended: 0, placed: length } });
    await dialer.close();
    expect(desk.sandbox.calls).toHaveLength(length);
  });
});
