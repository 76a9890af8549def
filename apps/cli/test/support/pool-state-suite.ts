import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { UsageData, UsageRow } from "../../src/commands/usage.js";
import { type CliOptions, type CliResult, useSandbox } from "./cli.js";
import { folderOf } from "./test-io.js";

const [A, B] = ["+14155550101", "+12125550103"] as const;
const CALLEE = "+14155550199";
const DAY_MS = 86_400_000;
/** Nobody is called twice from one number within the policy's gap: time goes on between commands. */
const POLICY = "policy: { limits: { minGapSeconds: null } }\n";

/** Where the state of one test is: variables for its command lines. */
export type Place = Readonly<Record<string, string>>;

/**
 * What the command line does with a pool state that is kept, wherever it is.
 *
 * @param newPlace A place in which nothing is kept yet.
 */
export function describePoolState(name: string, newPlace: () => Promise<Place>): void {
  const sandbox = useSandbox({ speed: 1000 });

  /** Command lines of one agent that share one state. */
  async function setUp(numbers: readonly string[] = [A, B]) {
    const agentId = await sandbox.agentWith(numbers);
    const statePlace = await newPlace();
    const cli = (args: readonly string[], options: CliOptions = {}) =>
      sandbox.cli(args, { place: statePlace, config: `${POLICY}agent: ${agentId}\n`, ...options });
    const place = (phone: string, from_phone_number: string) =>
      sandbox.client().calls.create({ model_id: agentId, phone, name: "Ann", from_phone_number });
    /** As a script does that places its calls itself: calls of the command line take a file. */
    const call = async (to: string, ...more: readonly string[]) => {
      const chosen = await cli(["select", "--phone", to, "--count", "--json", ...more]);
      if (chosen.exitCode === 0) await place(to, callerIdOf(chosen) ?? "");
      return chosen;
    };
    const usage = async (): Promise<readonly UsageRow[]> => {
      const { json } = await cli(["usage", "--json"]);
      return (json() as unknown as UsageData).pools[0]?.numbers ?? [];
    };
    const callsOf = async (number: string) =>
      (await usage()).find((row) => row.number === number)?.callsInDay;
    return { agentId, place, statePlace, cli, call, usage, callsOf };
  }

  const callerIdOf = ({ json }: CliResult) => (json() as { readonly callerId?: string }).callerId;

  describe(`the pool state in ${name}`, () => {
    it("begins with the agent's call records, says so once, and then knows its own calls", async () => {
      const { place, call, callsOf } = await setUp();
      await place(CALLEE, B);
      const first = await call("+14155550198");
      expect(first.exitCode).toBe(0);
      expect(first.stderr).toMatch(
        /^The pool of Test agent is new in .+: 1 call of the last 30 d is counted\.\n$/,
      );
      const second = await call("+14155550197");
      expect(second).toMatchObject({ exitCode: 0, stderr: "" });
      expect([await callsOf(A), await callsOf(B)].sort()).toEqual([1, 2]);
    });

    it("gives a callee the number of an earlier command, whose call records nobody reads again", async () => {
      const { call } = await setUp();
      const first = callerIdOf(await call(CALLEE));
      await call("+14155550198");
      expect(callerIdOf(await call(CALLEE))).toBe(first);
    });

    it("keeps a limit over two commands, other agents' calls included", async () => {
      const { agentId, cli } = await setUp([A]);
      const config = "policy: { affinity: 'off', limits: { maxCallsPerDay: 2, minGapSeconds: null } }\n";
      const other = await sandbox.agentWith([A]);
      const callAs = (agent: string) =>
        cli(["select", "--agent", agent, "--phone", CALLEE, "--count", "--json"], { config });
      expect((await callAs(agentId)).exitCode).toBe(0);
      expect((await callAs(other)).exitCode).toBe(0);
      expect((await callAs(agentId)).exitCode).toBe(6);
      expect((await callAs(other)).exitCode).toBe(6);
    });

    it("is not changed by looking: select answers the same each time", async () => {
      const { cli, call, usage } = await setUp();
      await call("+14155550198");
      const before = await usage();
      const select = () => cli(["select", "--phone", CALLEE, "--json"]);
      const first = callerIdOf(await select());
      expect(callerIdOf(await select())).toBe(first);
      expect(await usage()).toEqual(before);
    });

    it("takes what a policy would choose from a copy: the pool keeps its own", async () => {
      const { cli, call, agentId } = await setUp();
      await call("+14155550198");
      const wide = { config: `agent: ${agentId}\npolicy: { limits: { maxCallsPerDay: 0 } }\n` };
      expect((await cli(["select", "--phone", CALLEE], wide)).exitCode).toBe(4);
      expect((await cli(["usage"])).stdout).toContain(", 2 free");
    });

    it("counts a choice that somebody else calls from with select --count", async () => {
      const { cli, usage } = await setUp();
      const { exitCode } = await cli(["select", "--phone", CALLEE, "--count"]);
      expect(exitCode).toBe(0);
      const rows = await usage();
      expect(rows.map(({ callsInDay, inFlight }) => [callsInDay, inFlight]).sort()).toEqual([
        [0, 0],
        [1, 0],
      ]);
    });

    it("says that --history comes too late", async () => {
      const { call } = await setUp();
      expect((await call("+14155550198", "--no-history")).stderr).toContain("no earlier call is counted");
      const { exitCode, stderr } = await call(CALLEE, "--history", "7d");
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(
        /^Note: --history says where a pool's state begins, and .* knows this one already/,
      );
    });

    it("shows in pool show what the state knows", async () => {
      const { agentId, call, cli } = await setUp([A]);
      const other = await sandbox.agentWith([A]);
      await call(CALLEE);
      await cli(["select", "--agent", other, "--phone", CALLEE, "--count"]);
      const { json } = await cli(["pool", "show", "--agent", agentId, "--json"]);
      expect(json()).toMatchObject({ numbers: [{ number: A, callsInDay: 2 }] });
    });
  });

  describe(`numbers flag in ${name}`, () => {
    it("takes a number out of use, in whatever spelling, until it is lifted", async () => {
      const { cli, call, usage } = await setUp([A]);
      await call("+14155550198");
      const flagged = await cli(["numbers", "flag", "1 (415) 555-0101", "--for", "30d", "--json"]);
      expect(flagged).toMatchObject({ exitCode: 0, stderr: "" });
      const { quarantine } = flagged.json() as { readonly quarantine: { readonly until: string } };
      expect(Date.parse(quarantine.until) - Date.now()).toBeGreaterThan(29 * DAY_MS);
      expect((await call(CALLEE)).exitCode).toBe(6);
      expect(await usage()).toMatchObject([{ atLimits: ["quarantined"], quarantine }]);
      expect((await cli(["usage"])).stdout).toContain("in quarantine");

      expect((await cli(["numbers", "flag", A, "--lift"])).stdout).toContain("in no quarantine any more");
      expect((await call(CALLEE)).exitCode).toBe(0);
    });

    it("lasts until it is lifted if nothing else is said", async () => {
      const { cli, call, usage } = await setUp([A]);
      await call("+14155550198");
      expect((await cli(["numbers", "flag", A])).stdout).toContain("until it is lifted");
      expect(await usage()).toMatchObject([{ quarantine: { until: null }, freeAt: null }]);
      expect((await cli(["usage"])).stdout).toMatch(/in quarantine until lifted +never/);
      expect((await call(CALLEE)).exitCode).toBe(4);
    });

    it("wants a number", async () => {
      const { cli } = await setUp([A]);
      for (const text of ["", " "])
        expect(await cli(["numbers", "flag", text])).toMatchObject({
          exitCode: 2,
          stdout: "",
          stderr:
            "Error: No number is named.\nName a phone number, or the slug that `dialpool usage` shows.\n",
        });
    });

    it("refuses a number that is not known, and an instant that is past", async () => {
      const { cli, call } = await setUp([A]);
      await call("+14155550198");
      expect(await cli(["numbers", "flag", "+14155550177"])).toMatchObject({
        exitCode: 4,
        stderr: expect.stringMatching(/^Error: \+14155550177 is not known in .+\.\n`dialpool usage`/),
      });
      expect(await cli(["numbers", "flag", A, "--until", "2020-01-01"])).toMatchObject({ exitCode: 2 });
    });
  });

  describe(`store commands on ${name}`, () => {
    it("doctor finds nothing wrong", async () => {
      const { cli, call } = await setUp();
      await call(CALLEE);
      const { exitCode, stdout } = await cli(["store", "doctor"]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(
        /^1 pool, 2 numbers, 1 lease and 1 callee of .+ were looked at\.\nThe state is sound\.\n$/,
      );
    });

    it("export and import move a state to another place, where everything answers the same", async () => {
      const { cli, call, usage } = await setUp();
      await call(CALLEE);
      await call("+14155550198");
      await cli(["numbers", "flag", B, "--for", "1d"]);
      const { stdout: exported } = await cli(["store", "export"]);
      const lines = exported
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { readonly kind: string });
      expect([lines[0]?.kind, lines.at(-1)?.kind]).toEqual(["namespace", "end"]);

      const there = await newPlace();
      const stdin = inputOf(exported);
      const imported = await cli(["store", "import"], { place: there, stdin });
      expect(imported).toMatchObject({ exitCode: 0, stderr: "" });
      expect(imported.stdout).toMatch(
        /^Imported 1 pool with 2 numbers, 2 leases and 2 callees from standard input into /,
      );
      const { json } = await cli(["usage", "--json"], { place: there });
      expect((json() as unknown as UsageData).pools[0]?.numbers).toEqual(await usage());
      expect((await cli(["store", "doctor"], { place: there })).exitCode).toBe(0);

      const again = await cli(["store", "import"], { place: there, stdin: inputOf(exported) });
      expect(again).toMatchObject({ exitCode: 2, stdout: "" });
      expect(again.stderr).toMatch(
        /^Error: .+ keeps a pool state already: nothing was imported\.\nName another file or namespace with --store, or add --replace/,
      );
      const replacing = await cli(["store", "import", "--replace"], {
        place: there,
        stdin: inputOf(exported),
      });
      expect(replacing.exitCode).toBe(0);
    });

    it("export writes a new file for its owner alone, and import reads it", async () => {
      const { cli, call } = await setUp();
      await call(CALLEE);
      const cwd = await folderOf({ "there.jsonl": "" });
      const { exitCode, stdout } = await cli(["store", "export", "state.jsonl"], { cwd });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Exported 1 pool with 2 numbers, 1 lease and 1 callee of .+state\.jsonl\.\n$/);
      expect((await stat(join(cwd, "state.jsonl"))).mode & 0o777).toBe(0o600);
      expect((await cli(["store", "export", "there.jsonl"], { cwd })).exitCode).toBe(2);
      const place = await newPlace();
      expect((await cli(["store", "import", "state.jsonl"], { cwd, place })).exitCode).toBe(0);
    });

    it("import takes nothing of what is cut short or is no export", async () => {
      const { cli, call } = await setUp();
      await call(CALLEE);
      const { stdout: exported } = await cli(["store", "export"]);
      const place = await newPlace();
      const lines = exported.trimEnd().split("\n");
      const cases = [lines.slice(0, -1).join("\n"), `${lines[0]}\nphone,name\n`, "", '{"kind":"pool"}\n'];
      for (const text of cases) {
        const { exitCode, stderr } = await cli(["store", "import"], { place, stdin: inputOf(text) });
        expect(exitCode, stderr).toBe(2);
        expect(stderr).not.toContain(CALLEE);
      }
      expect((await cli(["store", "import"], { place, stdin: inputOf(exported) })).exitCode).toBe(0);
    });

    it("rebuild makes the state anew from the call records", async () => {
      const { place, cli, call, callsOf } = await setUp();
      const kept = callerIdOf(await call(CALLEE));
      // A call that the state was not told of.
      await place("+14155550198", A);
      const before = await callsOf(A);
      expect(await cli(["store", "rebuild"])).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("keeps 1 pool already"),
      });
      const rebuilt = await cli(["store", "rebuild", "--replace"]);
      expect(rebuilt).toMatchObject({ exitCode: 0, stderr: "" });
      expect(rebuilt.stdout).toMatch(/^Rebuilt 1 pool in .+: 2 calls since .+ UTC are counted\.\n/);
      expect(await callsOf(A)).toBe((before ?? 0) + 1);
      expect(callerIdOf(await cli(["select", "--phone", CALLEE, "--json"]))).toBe(kept);
      expect((await cli(["store", "doctor"])).exitCode).toBe(0);
    });

    it("rebuild begins a state where there is none", async () => {
      const { place, cli, callsOf } = await setUp();
      await place(CALLEE, A);
      expect((await cli(["store", "rebuild"])).exitCode).toBe(0);
      expect(await callsOf(A)).toBe(1);
    });

    it("usage says when nothing is known of an agent", async () => {
      const { cli, call } = await setUp();
      await call(CALLEE);
      const { exitCode, stderr } = await cli(["usage", "nobody"]);
      expect(exitCode).toBe(4);
      expect(stderr).toMatch(/^Error: Nothing is known of the agent nobody in .+ yet\.\n/);
    });
  });
}

/** Standard input with this text in it. */
function inputOf(text: string): NonNullable<CliOptions["stdin"]> {
  return {
    isTTY: false,
    async *[Symbol.asyncIterator]() {
      // Cut where it hurts.
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
  };
}
