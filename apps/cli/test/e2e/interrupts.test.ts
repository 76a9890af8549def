import { readdir } from "node:fs/promises";
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
          const { sandbox, begin, dialpool, json, passTime } = await setUp();
          const fault = stall(sandbox);
          const running = begin(...RUN);
          await fault.hit;
          insist(running, signal);
          expect(await running.ended).toMatchObject({
            exitCode: 130,
            stdout: "",
            stderr: expect.stringMatching(
              /\nStopped at once\. Calls that were under way are known as intended, .+ The same command finds out .+\n$/,
            ),
          });
          fault.release();
          const { campaigns } = await json<CampaignStatusData>("campaign", "status");
          expect(campaigns).toMatchObject([{ open: { intended: 1 }, byState: { open: 1, queued: 2 } }]);

          passTime();
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

describe("an interrupt while standard input is waited for", () => {
  /** More than the system keeps for a program that does not read. */
  const MUCH = 2 ** 20;
  const rows = "phone,name\n".concat("+14155550101,Ann\n".repeat(MUCH / 16));

  it.each([
    ["campaign run -", rows, "Interrupted while the list was read: nothing of it was imported, and nobody"],
    ["store import --store new.db", " ".repeat(MUCH), "Interrupted: nothing was imported."],
    ["simulate -", rows, "Interrupted."],
  ])("ends %s, and says that nothing came of it", LONG, async (command, beginning, sentence) => {
    const { sandbox, begin, cwd } = await setUp();
    const running = begin(...command.split(" "));
    // It has read most of it by then, and waits for the rest.
    await new Promise((resolve) => running.child.stdin.write(beginning, resolve));
    running.child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await running.ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr).toContain(`Error: ${sentence}`);
    expect(sandbox.calls).toEqual([]);
    expect((await readdir(cwd)).filter((name) => name.startsWith("new.db"))).toEqual([]);
  });
});
