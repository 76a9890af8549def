import { describe, expect, it } from "vitest";
import type { CampaignRunData } from "../../src/campaign/run-report.js";
import type { CampaignStatusData } from "../../src/commands/campaign/status.js";
import { CALLEES, calleesOf, insist, LONG, setUp, stall } from "./stalling-desk.js";

type Report = Extract<CampaignRunData, { readonly dryRun: false }>;

const RUN = ["campaign", "run", "list.csv", "--start-rate", "100", "--concurrency", "1", "--json"];

describe("an interrupt of a campaign with a request in flight", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "waits for its answer the first time, and begins nothing more: %s",
    LONG,
    async (signal) => {
      const { sandbox, begin, dialpool } = await setUp();
      const fault = stall(sandbox);
      const running = begin(...RUN);
      await fault.hit;
      running.child.kill(signal);
      // It goes on for as long as the answer is to come: somebody else sees its attempt meanwhile.
      expect((await dialpool("campaign", "status")).stdout).toContain("1 being called now.");
      expect(running.child.exitCode).toBeNull();
      fault.release();
      const { exitCode, stdout } = await running.ended;
      expect(exitCode).toBe(130);
      expect(JSON.parse(stdout) as Report).toMatchObject({
        end: "stopped",
        stopped: { kind: "interrupted" },
        campaign: { open: { intended: 0, unknown: 0 }, attempts: 1 },
      });
      expect(sandbox.calls).toHaveLength(1);
      expect((await dialpool(...RUN)).exitCode).toBe(0);
      expect(calleesOf(sandbox)).toEqual([...CALLEES].sort());
    },
  );

  it(
    "stops at once the second time; its call is found in the records, and nobody is called twice",
    LONG,
    async () => {
      await Promise.all(
        (["SIGINT", "SIGTERM"] as const).map(async (signal) => {
          const { sandbox, begin, dialpool, json } = await setUp();
          const fault = stall(sandbox);
          const running = begin(...RUN);
          await fault.hit;
          insist(running, signal);
          expect(await running.ended).toMatchObject({ exitCode: 130, stdout: "" });
          fault.release();
          const { campaigns } = await json<CampaignStatusData>("campaign", "status");
          expect(campaigns).toMatchObject([{ open: { intended: 1 }, byState: { open: 1, queued: 2 } }]);

          const resumed = await dialpool(...RUN, "--max-wait", "2m", "--reconcile-after", "1s");
          expect(resumed.exitCode).toBe(0);
          expect((JSON.parse(resumed.stdout) as Report).campaign).toMatchObject({
            attempts: 3,
            byState: { finished: 3 },
          });
          expect(calleesOf(sandbox)).toEqual([...CALLEES].sort());
          expect((await dialpool("verify")).stdout).toContain("all 3 calls used the selected caller ID");
        }),
      );
    },
  );
});
