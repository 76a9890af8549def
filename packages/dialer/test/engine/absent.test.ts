import { describe, expect, it } from "vitest";
import { listContacts } from "../../src/index.js";
import { CALL, callees, openDesk } from "./desk.js";

const MINUTE = 60_000;

describe("contacts that were left absent", () => {
  it("are called again when somebody reconciles with that wish, once", async () => {
    const desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const name = await desk.importList(callees(1));
    const run = desk.dialer.campaigns.run(name, { maxWaitMs: MINUTE });
    await expect.poll(async () => (await desk.dialer.campaigns.status(name)).progress.open.unknown).toBe(1);
    desk.passTime(MINUTE);
    expect((await run).progress.byState.absent).toBe(1);
    const wilful = desk.another({ onAbsent: "redial" });
    expect((await wilful.reconcile()).absent).toHaveLength(1);
    expect((await wilful.reconcile()).absent).toHaveLength(0);
    expect((await wilful.campaigns.run(name)).progress.byState.finished).toBe(1);
    expect(desk.sandbox.calls).toHaveLength(1);
  });
});

describe("the wish to redial", () => {
  it("is about the campaigns that are run with it, and no others of the file", async () => {
    const desk = await openDesk({}, { graceMs: MINUTE });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const left = await desk.importList(callees(1), { name: "left" });
    await desk.dialer.campaigns.run(left);
    const single = await desk.dialer.call(CALL);
    const wilful = desk.another({ onAbsent: "redial" });
    const [{ id = "" } = {}] = desk.journal.attempts({ limit: 1 });
    desk.passTime(2 * MINUTE);
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const list = listContacts([{ phone: "+14155550177", name: "Ann" }]);
    const { campaign } = await wilful.campaigns.import(list, { name: "redialled" });
    const run = wilful.campaigns.run(campaign.name, { maxWaitMs: MINUTE });
    await expect.poll(async () => (await wilful.campaigns.status("redialled")).progress.open.unknown).toBe(1);
    desk.passTime(2 * MINUTE);
    expect((await run).progress).toMatchObject({ byState: { finished: 1 }, attempts: 2 });

    expect(single.state).toBe("placed");
    expect(desk.journal.attempt(id)?.state).toBe("absent");
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 1, queued: 0 });
    // On demand it is about the campaign that is named.
    expect((await wilful.reconcile({ campaign: "redialled" })).absent).toEqual([]);
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 1, queued: 0 });
    expect((await wilful.reconcile({ campaign: "left" })).absent).toEqual([id]);
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 0, queued: 1 });
  });
});

describe("an attempt in place of one that no record shows", () => {
  it.each([
    [-2000, true],
    [-2000, false],
    [-10_000, true],
    [-10_000, false],
  ])(
    "finds its call, with the vendor's clock %d ms off and variables given back: %s",
    async (clockOffsetMs, echoVariables) => {
      const graceMs = MINUTE;
      const later = graceMs + 15_000 + 30_000 + 1000;
      const desk = await openDesk(
        { clockOffsetMs, echoVariables, listDelayMs: 20_000 },
        { onAbsent: "redial", graceMs },
      );
      const name = await desk.importList(callees(1));
      const run = () => desk.dialer.campaigns.run(name);
      desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
      expect((await run()).state).toBe("undecided");
      desk.passTime(later);
      await desk.dialer.reconcile();
      expect((await desk.dialer.reconcile()).absent).toHaveLength(1);

      // So soon after the first was given up that, by the vendor's clock, it may still be the first one's.
      desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "after-handling" });
      expect((await run()).state).toBe("undecided");
      desk.passTime(later);
      const readings = [await desk.dialer.reconcile(), await desk.dialer.reconcile()];
      expect(readings.flatMap(({ unclear }) => unclear)).toEqual([]);
      expect((await run()).progress).toMatchObject({ byState: { finished: 1 }, attempts: 2 });
      expect(desk.sandbox.calls).toHaveLength(1);
    },
  );
});
