import { describe, expect, it } from "vitest";
import type { CampaignReconcileData } from "../../src/commands/campaign/reconcile.js";
import type { VerifyData } from "../../src/commands/verify.js";
import { calleesOf, insist, LONG, setUp, stall } from "./stalling-desk.js";

const UNTIL_GIVEN_UP = { timeout: 120_000, interval: 250 };
const CALLEE = "+14155550199";

describe("a single call that is killed while its request is under way", () => {
  const CALL = ["call", "--phone", CALLEE, "--name", "Ann"];

  /** Kills a call as soon as its request has been handled. */
  async function killed(when: "before-handling" | "after-handling") {
    const desk = await setUp();
    const fault = stall(desk.sandbox, when);
    const running = desk.begin(...CALL);
    await fault.hit;
    running.child.kill("SIGKILL");
    await running.ended;
    fault.release();
    const other = await desk.dialpool(...CALL);
    expect(other.exitCode).toBe(6);
    expect(other.stdout).toContain("Nobody was called: a call to them began at ");
    desk.passTime();
    return desk;
  }

  it("is found by the next call, by a reconciliation, or is said to be absent", LONG, async () => {
    await Promise.all([
      (async () => {
        const { sandbox, dialpool, json } = await killed("after-handling");
        await expect.poll(async () => (await dialpool(...CALL)).exitCode, UNTIL_GIVEN_UP).toBe(0);
        expect(calleesOf(sandbox)).toEqual([CALLEE, CALLEE]);
        expect(await json<VerifyData>("verify")).toMatchObject({ checked: 2, match: 2, unknownCalls: [] });
      })(),
      (async () => {
        const { sandbox, json } = await killed("after-handling");
        await expect
          .poll(() => json<CampaignReconcileData>("campaign", "reconcile"), UNTIL_GIVEN_UP)
          .toMatchObject({ placed: 1, ended: 1, undecided: 0, singleCalls: [] });
        expect(calleesOf(sandbox)).toEqual([CALLEE]);
        expect(await json<VerifyData>("verify")).toMatchObject({ checked: 1, match: 1, unknownCalls: [] });
      })(),
      (async () => {
        const { sandbox, json, dialpool } = await killed("before-handling");
        await expect
          .poll(
            () => json<CampaignReconcileData>("campaign", "reconcile", "--reconcile-after", "0s"),
            UNTIL_GIVEN_UP,
          )
          .toMatchObject({ absent: 1, singleCalls: [{ state: "absent", callee: CALLEE }] });
        const told = await dialpool("campaign", "reconcile");
        expect(told.exitCode).toBe(7);
        expect(told.stdout).toMatch(/\nSingle call \(UTC\) +State .+\n.+ absent +\+\d+ +\+14155550199 /);
        expect(sandbox.calls).toEqual([]);
        // Evidence, not proof: whoever decides to call again may.
        expect((await dialpool(...CALL)).exitCode).toBe(0);
      })(),
    ]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends at once at the second %s, and is written down",
    LONG,
    async (signal) => {
      const { sandbox, begin, json } = await setUp();
      const fault = stall(sandbox);
      const running = begin(...CALL);
      await fault.hit;
      insist(running, signal);
      expect(await running.ended).toMatchObject({
        exitCode: 130,
        stdout: "",
        stderr: expect.stringMatching(
          /\nStopped at once\. The call may have been placed; it is written down.+\n$/,
        ),
      });
      fault.release();
      const again = await json<{ readonly outcome: string }>(...CALL);
      expect(again).toMatchObject({ outcome: "callee_busy", open: { state: "intended", campaign: null } });
      expect(sandbox.calls).toHaveLength(1);
    },
  );
});
