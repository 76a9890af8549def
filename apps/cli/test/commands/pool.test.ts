import { describe, expect, it } from "vitest";
import { useSandbox } from "../support/cli.js";

const sandbox = useSandbox();
const [A, B, C] = ["+14155550101", "+16285550102", "+12125550103"] as const;
const slugOf = (number: string) => number.slice(1);
const realFetch = (request: Request) => fetch(request);

/** Answers the requests of one method in the sandbox's place; the others go through. */
const answering =
  (method: string, answer: (request: Request) => Response | undefined) => async (request: Request) =>
    (request.method === method ? answer(request) : undefined) ?? (await realFetch(request));

describe("pool show", () => {
  it("shows where the numbers belong and what the configuration says of them", async () => {
    const agentId = await sandbox.agentWith([A, C], "Acme sales");
    const config = `agent: ${agentId}\nnumbers:\n  ${A}: { tags: { brand: acme }, weight: 2 }\n  "+1 999 555 0100": {}\n`;
    const { exitCode, stdout } = await sandbox.cli(["pool", "show"], { config });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Acme sales: 2 numbers\n\nNumber +Slug +SID +Area +Country +Tags +Weight +Calls 24 h +Last used \(UTC\)\n/,
    );
    expect(stdout).toMatch(/\+14155550101 +14155550101 +custom +415 +US +brand=acme +2 +0 +–\n/);
    expect(stdout).toContain("+1 999 555 0100 is configured and not attached.");
  });

  it("counts the agent's calls of the last 24 hours", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: "+14155550199", name: "Ann", from_phone_number: B });
    const { json } = await sandbox.cli(["pool", "show", "--agent", agentId, "--json"]);
    expect(json()).toMatchObject({
      version: 1,
      agentId,
      numbers: [
        { number: A, slug: slugOf(A), callsInDay: 0, lastUsedAt: null },
        {
          number: B,
          areaCode: "628",
          country: "US",
          callsInDay: 1,
          lastUsedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ],
    });
  });

  it("tells a number's own limit, no limit and the policy's apart", async () => {
    const agentId = await sandbox.agentWith([A, B, C]);
    const config = `numbers:\n  ${A}: { limits: { maxCallsPerDay: 40 } }\n  ${B}: { limits: { maxCallsPerDay: null } }\n`;
    const { stdout } = await sandbox.cli(["pool", "show", "--agent", agentId, "--no-history"], { config });
    const limits = stdout
      .split("\n")
      .flatMap((line) => (line.startsWith("+") ? line.split(/ +/).at(-1) : []));
    expect(limits).toEqual(["40", "none", "–"]);
  });

  it("shows the limits that numbers are at, and until when", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    await sandbox
      .client()
      .calls.create({ model_id: agentId, phone: "+14155550199", name: "Ann", from_phone_number: B });
    const config = `agent: ${agentId}\npolicy: { limits: { maxCallsPerDay: 1 } }\nnumbers: { "${A}": { limits: { maxCallsPerDay: 0 } } }\n`;
    const anHourLater = { config, now: () => Date.now() + 3_600_000 };
    const { stdout } = await sandbox.cli(["pool", "show"], anHourLater);
    expect(stdout).toMatch(/ Calls 24 h +Last used \(UTC\) +Now +Free again \(UTC\)\n/);
    expect(stdout).toMatch(/\+14155550101 .* 0 +– +at its daily limit +never\n/);
    expect(stdout).toMatch(/\+16285550102 .* 1 +\d{4}-\S+ \S+ +at its daily limit +\d{4}-\S+ \S+\n/);
    expect((await sandbox.cli(["pool", "show", "--json"], anHourLater)).json()).toMatchObject({
      numbers: [
        { atLimits: ["calls-per-day"], freeAt: null },
        { atLimits: ["calls-per-day"], freeAt: expect.stringMatching(/Z$/) },
      ],
    });
    const conservative = await sandbox.cli(["pool", "show", "--policy", "conservative", "--json"], {
      config: `agent: ${agentId}\n`,
      now: anHourLater.now,
    });
    expect(conservative.json()).toMatchObject({
      numbers: [{ atLimits: [] }, { atLimits: [], freeAt: null }],
    });
  });

  it("leaves the calls out with --no-history", async () => {
    const agentId = await sandbox.agentWith([A]);
    expect((await sandbox.cli(["pool", "show", "--agent", agentId, "--no-history"])).stdout).not.toContain(
      "Calls",
    );
  });

  it("answers an empty pool with how to attach", async () => {
    const agentId = await sandbox.agentWith([], "Acme sales");
    const { exitCode, stdout } = await sandbox.cli(["pool", "show", "--agent", agentId]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `The pool of Acme sales is empty. Attach one: dialpool pool attach --agent ${agentId}`,
    );
  });
});

describe("pool attach", () => {
  it("adds numbers, says which were there already, and the pool's size", async () => {
    await sandbox.agentWith([B]);
    const agentId = await sandbox.agentWith([A], "Acme sales");
    const { exitCode, stdout } = await sandbox.cli([
      "pool",
      "attach",
      "--agent",
      agentId,
      A,
      "+1 (628) 555-0102",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `+ ${B} added\n  ${A} was there already\nThe pool of Acme sales has 2 numbers now.\n`,
    );
  });

  it("takes slugs instead", async () => {
    await sandbox.agentWith([A, B]);
    const agentId = await sandbox.agentWith([]);
    const args = ["pool", "attach", "--agent", agentId, "--slug", slugOf(A), slugOf(B), "--json"];
    expect((await sandbox.cli(args)).json()).toMatchObject({
      added: [A, B],
      alreadyAttached: [],
      missing: [],
      poolSize: 2,
    });
  });

  it("refuses both forms at once, and neither", async () => {
    const both = await sandbox.cli(["pool", "attach", A, "--agent", "x", "--slug", slugOf(B)]);
    expect(both).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("either numbers or slugs, not both"),
    });
    const neither = await sandbox.cli(["pool", "attach", "--agent", "x"]);
    expect(neither).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Attach which numbers?") });
  });

  it.each([
    ["14155550101", "Write +14155550101, or --slug 14155550101."],
    ["1-800-FLOWERS", "--slug SLUG"],
  ])("refuses «%s», which is not E.164", async (text, hint) => {
    const { exitCode, stderr } = await sandbox.cli(["pool", "attach", "--agent", "x", text]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(hint);
  });

  it("exits 4 for a number the workspace does not have", async () => {
    const agentId = await sandbox.agentWith([]);
    const { exitCode, stderr } = await sandbox.cli(["pool", "attach", "--agent", agentId, "+13105550177"]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("dialpool numbers list");
  });

  it("exits 5 when the API said ok and a number is still missing", async () => {
    await sandbox.agentWith([B]);
    const agentId = await sandbox.agentWith([A]);
    const { exitCode, stdout } = await sandbox.cli(["pool", "attach", "--agent", agentId, B], {
      fetch: answering("PUT", () => Response.json({ status: "ok" })),
    });
    expect(exitCode).toBe(5);
    expect(stdout).toContain(`! ${B} is still not attached, though the API said ok`);
  });
});

describe("pool detach", () => {
  it("takes numbers and slugs", async () => {
    const agentId = await sandbox.agentWith([A, B, C], "Acme sales");
    const { exitCode, stdout } = await sandbox.cli(["pool", "detach", "--agent", agentId, A, slugOf(B)]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`- ${A} detached\n- ${B} detached\nThe pool of Acme sales has 1 number now.\n`);
  });

  it("exits 4 and detaches nothing when one is not attached", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const { exitCode, stderr } = await sandbox.cli(["pool", "detach", "--agent", agentId, A, C]);
    expect(exitCode).toBe(4);
    expect(stderr).toBe(
      `Error: ${C} is not attached to Acme sales, whose pool has 2 numbers. Nothing was detached.\nSee them with: dialpool pool show --agent ${agentId}\n`,
    );
    expect((await sandbox.client().agents.get(agentId)).attached_phone_numbers).toHaveLength(2);
  });

  it("does not empty a pool unasked where there is no terminal", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const { exitCode, stderr } = await sandbox.cli(["pool", "detach", "--agent", agentId, A, B]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Add --yes if that is meant.");
    expect((await sandbox.client().agents.get(agentId)).attached_phone_numbers).toHaveLength(2);
  });

  it("empties it with --yes", async () => {
    const agentId = await sandbox.agentWith([A, B], "Acme sales");
    const { exitCode, stdout } = await sandbox.cli(["pool", "detach", "--agent", agentId, A, B, "--yes"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("The pool of Acme sales has no numbers now.");
  });

  it.each([
    [true, 0, 0],
    [false, 130, 1],
  ])("asks on a terminal: answered %s", async (answer, code, left) => {
    const agentId = await sandbox.agentWith([A], "Acme sales");
    const questions: string[] = [];
    const confirm = async (question: string) => {
      questions.push(question);
      return answer;
    };
    const { exitCode } = await sandbox.cli(["pool", "detach", "--agent", agentId, A], { confirm });
    expect(questions).toEqual(["This leaves the pool of Acme sales empty. Detach all the same?"]);
    expect(exitCode).toBe(code);
    expect((await sandbox.client().agents.get(agentId)).attached_phone_numbers).toHaveLength(left);
  });

  it("keeps and shows what was done when one fails", async () => {
    const agentId = await sandbox.agentWith([A, B, C]);
    const { exitCode, stdout } = await sandbox.cli(["pool", "detach", "--agent", agentId, A, B], {
      fetch: answering("DELETE", ({ url }) =>
        url.endsWith(slugOf(B)) ? Response.json({}, { status: 400 }) : undefined,
      ),
    });
    expect(exitCode).toBe(5);
    expect(stdout).toContain(`- ${A} detached\n! ${B} was not detached: DELETE`);
    expect(stdout).toContain("has 2 numbers now.");
  });

  it("exits 5 when the API said ok and a number is still there", async () => {
    const agentId = await sandbox.agentWith([A, B]);
    const { exitCode, stdout } = await sandbox.cli(["pool", "detach", "--agent", agentId, A], {
      fetch: answering("DELETE", () => Response.json({ status: "ok" })),
    });
    expect(exitCode).toBe(5);
    expect(stdout).toContain("the API said ok, and it is still attached");
  });
});
