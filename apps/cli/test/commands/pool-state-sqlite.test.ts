import { chmod, mkdir, readdir, readFile, readlink, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { sqliteJournal } from "@dialpool/dialer/sqlite";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { describe, expect, it } from "vitest";
import type { UsageData } from "../../src/commands/usage.js";
import { type CliOptions, useSandbox } from "../support/cli.js";
import { createIdleClock } from "../support/idle-clock.js";
import { describePoolState } from "../support/pool-state-suite.js";
import { folderOf } from "../support/test-io.js";

describePoolState("a file", async () => ({ XDG_STATE_HOME: await folderOf({}) }));

const sandbox = useSandbox({ speed: 1000 }, createIdleClock());
const A = "+14155550101";
const callArgs = (agent: string) => ["call", "--agent", agent, "--phone", "+14155550199", "--name", "Ann"];

describe("what calls leave in the pool state", () => {
  const B = "+12125550103";
  const CALLEE = "+14155550199";

  async function setUp(numbers: readonly string[] = [A]) {
    const agentId = await sandbox.agentWith(numbers);
    const machine = {
      place: { XDG_STATE_HOME: await folderOf({}) },
      config: `agent: ${agentId}\npolicy: { limits: { minGapSeconds: null } }\n`,
    };
    const cli = (args: readonly string[], options: CliOptions = {}) =>
      sandbox.cli(args, { ...machine, ...options });
    return {
      cli,
      call: (to: string, more: readonly string[] = [], options: CliOptions = {}) =>
        cli(["call", "--phone", to, "--name", "Ann", "--json", ...more], options),
      usage: async () => ((await cli(["usage", "--json"])).json() as unknown as UsageData).pools[0]?.numbers,
    };
  }
  const answering = (status: number) => async (request: Request) =>
    request.method === "POST" ? Response.json({ detail: "no" }, { status }) : await fetch(request);

  it("is a call of a number that was named by hand, and the callee's number from then on", async () => {
    const { call, cli, usage } = await setUp([A, B]);
    await call(CALLEE, ["--from", B, "--wait"]);
    expect((await usage())?.find(({ number }) => number === B)).toMatchObject({ callsInDay: 1 });
    expect((await cli(["select", "--phone", CALLEE, "--json"])).json()).toMatchObject({ callerId: B });
    expect((await call(CALLEE, ["--dry-run"])).json()).toMatchObject({ selection: { callerId: B } });
    expect((await call(CALLEE)).json()).toMatchObject({ outcome: "placed", selection: { callerId: B } });
  });

  it("is nothing where it surely was not placed", async () => {
    const { call, usage } = await setUp();
    await call("+14155550198", ["--wait"]);
    expect((await call(CALLEE, [], { fetch: answering(422) })).exitCode).toBe(4);
    expect(await usage()).toMatchObject([{ callsInDay: 1, inFlight: 0 }]);
  });

  it("is a call in flight where it may ring", async () => {
    const { call, usage } = await setUp();
    await call("+14155550198", ["--wait"]);
    expect((await call(CALLEE, [], { fetch: answering(502) })).exitCode).toBe(7);
    expect(await usage()).toMatchObject([{ callsInDay: 2, inFlight: 1 }]);
  });

  it("is in flight until somebody has seen it end: with --wait, or the next call", async () => {
    const { call, usage } = await setUp();
    await call(CALLEE, ["--wait"]);
    expect(await usage()).toMatchObject([{ callsInDay: 1, inFlight: 0 }]);
    await call("+14155550198");
    expect(await usage()).toMatchObject([{ callsInDay: 2, inFlight: 1 }]);
    await call("+14155550197", ["--wait"]);
    expect(await usage()).toMatchObject([{ callsInDay: 3, inFlight: 0 }]);
  });
});

describe("the file of the pool state", () => {
  it("is the workspace's own, in a folder of its user's own, and nobody else's to read", async () => {
    const agentId = await sandbox.agentWith([A]);
    const home = await folderOf({});
    expect((await sandbox.cli(callArgs(agentId), { place: { XDG_STATE_HOME: home } })).exitCode).toBe(0);
    const folder = join(home, "dialpool");
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const files = await readdir(folder);
    const [file = ""] = files.filter((name) => name.endsWith(".db"));
    expect(file).toMatch(/^127\.0\.0\.1-\d+-[0-9a-f]{12}\.db$/);
    for (const name of files) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it("is not made by commands that only look", async () => {
    const agentId = await sandbox.agentWith([A]);
    const home = await folderOf({});
    const place = { XDG_STATE_HOME: home };
    for (const args of [
      ["select", "--agent", agentId, "--phone", "+14155550199"],
      [...callArgs(agentId), "--dry-run"],
      ["pool", "show", "--agent", agentId],
    ])
      expect((await sandbox.cli(args, { place })).exitCode).toBe(0);
    for (const args of [["usage"], ["store", "doctor"], ["store", "export"], ["numbers", "flag", A]]) {
      const { exitCode, stderr } = await sandbox.cli(args, { place });
      expect(exitCode).toBe(4);
      expect(stderr).toMatch(/^Error: There is no pool state at .+\.db yet\.\n/);
    }
    expect(await readdir(home)).toEqual([]);
  });

  it("is looked at without a key where it is named", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({});
    await sandbox.cli([...callArgs(agentId), "--store", "pool.db"], { cwd });
    const { exitCode, stdout } = await sandbox.cli(["usage", "--store", "pool.db"], { cwd, env: {} });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(A);
  });

  it("is refused to another workspace's agents", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({});
    await sandbox.cli([...callArgs(agentId), "--store", "pool.db"], { cwd });
    // An API that knows this agent and no other.
    const fetch = async (request: Request): Promise<Response> =>
      request.url.includes(agentId)
        ? new Response("", { status: 404 })
        : Response.json({
            status: "ok",
            response: {
              assistants: [
                {
                  model_id: "elsewhere",
                  name: "Elsewhere",
                  type: "outbound",
                  attached_phone_numbers: [{ number: A, slug: "14155550101", sid: null }],
                },
              ],
            },
          });
    const { exitCode, stderr } = await sandbox.cli([...callArgs("elsewhere"), "--store", "pool.db"], {
      cwd,
      fetch,
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^Error: .+pool\.db keeps the pools of another workspace: .+\nName another file/);
  });

  it.each([
    ["text", "This is no database, and never was one. ".repeat(100)],
    ["zeros after the head", `SQLite format 3\0${"\0".repeat(5000)}`],
  ])("that holds %s is a clear error, and is left as it was", async (_name, text) => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({ "pool.db": text });
    const { exitCode, stdout, stderr } = await sandbox.cli([...callArgs(agentId), "--store", "pool.db"], {
      cwd,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(/^Error: .*pool\.db.*\n.+\n$/);
    expect((await stat(join(cwd, "pool.db"))).size).toBe(text.length);
  });

  it.each([
    ["a folder", "."],
    ["in a folder that is not there", "nowhere/pool.db"],
    ["below a file", "x/pool.db"],
  ])("that is %s is a clear error", async (_name, file) => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({ x: "" });
    const { exitCode, stderr } = await sandbox.cli([...callArgs(agentId), "--store", file], { cwd });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^Error: .+\n.+\n$/);
    expect(stderr).toContain(join(cwd, file));
  });

  it.each(["usage", "store doctor", "store import", "store rebuild", "select --count"])(
    "that is a link to nowhere, a folder or a device is a clear error of %s, and is left as it was",
    async (line) => {
      const agentId = await sandbox.agentWith([A]);
      const cwd = await folderOf({ "export.jsonl": "" });
      await symlink(join(cwd, "nowhere.db"), join(cwd, "link.db"));
      await mkdir(join(cwd, "folder.db"));
      const more: Readonly<Record<string, readonly string[]>> = {
        "store import": ["export.jsonl"],
        "store rebuild": ["--agent", agentId],
        "select --count": ["--agent", agentId, "--phone", "+14155550199"],
      };
      for (const [file, said] of [
        ["link.db", "is a link to something that is not there"],
        ["folder.db", "is a folder"],
        ["/dev/null", "is a device"],
      ] as const) {
        const args = [...line.split(" "), ...(more[line] ?? []), "--store", file];
        const { exitCode, stdout, stderr } = await sandbox.cli(args, { cwd });
        expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
        expect(stderr).toMatch(/^Error: .+\.\nName another file .+\.\n$/);
        expect(stderr).toContain(said);
      }
      expect((await readdir(cwd)).sort()).toEqual(["export.jsonl", "folder.db", "link.db"]);
      expect(await readlink(join(cwd, "link.db"))).toBe(join(cwd, "nowhere.db"));
      expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
    },
  );

  it("is not made by an import that is refused, or a rebuild that fails", async () => {
    const cwd = await folderOf({
      "cut.jsonl":
        '{"kind":"namespace","version":1,"now":0,"sequence":0,"countsCallees":false,"maxCallMs":3600000}\n',
    });
    for (const [args, exitCode] of [
      [["store", "import", "cut.jsonl"], 2],
      [["store", "import", "nowhere.jsonl"], 2],
      [["store", "rebuild", "--agent", "nobody"], 4],
      [["select", "--count", "--agent", "nobody", "--phone", "+14155550199"], 4],
    ] as const)
      expect(await sandbox.cli([...args, "--store", "pool.db"], { cwd })).toMatchObject({
        exitCode,
        stdout: "",
      });
    expect(await readdir(cwd)).toEqual(["cut.jsonl"]);
  });

  it("is not made by a command whose agent's calls cannot be read", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({});
    const broken = async (request: Request) =>
      new URL(request.url).pathname.endsWith("/calls")
        ? new Response("", { status: 500 })
        : await fetch(request);
    for (const args of [
      ["store", "rebuild"],
      ["select", "--count", "--phone", "+14155550199"],
    ]) {
      const all = [...args, "--agent", agentId, "--store", "pool.db"];
      expect(await sandbox.cli(all, { cwd, fetch: broken, sleep: async () => {} })).toMatchObject({
        exitCode: 6,
        stdout: "",
      });
    }
    expect(await readdir(cwd)).toEqual([]);
  });

  it("is whole, and for its owner alone, when an import has made it", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({});
    const place = { DIALPOOL_STORE: "from.db" };
    await sandbox.cli(["select", "--count", "--agent", agentId, "--phone", "+14155550199"], { cwd, place });
    await sandbox.cli(["store", "export", "export.jsonl"], { cwd, place });
    const to = { DIALPOOL_STORE: "to.db" };
    expect((await sandbox.cli(["store", "import", "export.jsonl"], { cwd, place: to })).exitCode).toBe(0);
    const files = (await readdir(cwd)).filter((name) => name.startsWith("to.db"));
    expect(files).toEqual(["to.db"]);
    expect((await stat(join(cwd, "to.db"))).mode & 0o777).toBe(0o600);
    expect((await sandbox.cli(["store", "doctor"], { cwd, place: to })).stdout).toContain(
      "The state is sound.",
    );
  });

  it("without a pool is no sound one: the doctor says that there is nothing", async () => {
    const cwd = await folderOf({});
    openSqliteStore({ path: join(cwd, "pool.db") }).close();
    const { exitCode, stdout } = await sandbox.cli(["store", "doctor", "--store", "pool.db"], { cwd });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `${join(cwd, "pool.db")} holds no pool: there is nothing to look at yet.\n`,
    });
  });

  it("whose journal is not as it must be is not sound", async () => {
    const cwd = await folderOf({});
    const store = openSqliteStore({ path: join(cwd, "pool.db") });
    sqliteJournal(store);
    store.database.exec(
      "INSERT INTO dialer_tally (campaign, what, name, count) VALUES (1, 'contact', 'queued', 5)",
    );
    store.close();
    const { exitCode, stdout } = await sandbox.cli(["store", "doctor", "--store", "pool.db"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^journal: /m);
    expect(stdout).toContain("Keep the file as it is, and report this.");
  });

  it("that is damaged is made anew by rebuild --replace, which says what is gone", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({ "dialpool.yaml": `agent: ${agentId}\n` });
    const place = { DIALPOOL_STORE: "pool.db" };
    const select = ["select", "--count", "--phone", "+14155550199"];
    expect((await sandbox.cli(select, { cwd, place })).exitCode).toBe(0);
    const store = openSqliteStore({ path: join(cwd, "pool.db") });
    store.database.exec("UPDATE pool SET policy = '{'");
    store.close();
    expect((await sandbox.cli(["store", "doctor"], { cwd, place })).exitCode).toBe(1);
    const rebuilt = await sandbox.cli(["store", "rebuild", "--replace"], { cwd, place });
    expect(rebuilt).toMatchObject({ exitCode: 0, stderr: "" });
    expect(rebuilt.stdout).toContain("The state was damaged. What could not be read of it:\n");
    expect((await sandbox.cli(["store", "doctor"], { cwd, place })).stdout).toContain("The state is sound.");
  });

  it("that another process keeps busy is tried again later, and nobody is called", async () => {
    const agentId = await sandbox.agentWith([A]);
    const cwd = await folderOf({});
    const path = join(cwd, "pool.db");
    const other = openSqliteStore({ path });
    other.database.exec("BEGIN IMMEDIATE");
    const { exitCode, stdout, stderr } = await sandbox.cli([...callArgs(agentId), "--store", path]);
    other.database.exec("ROLLBACK");
    other.close();
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: "" });
    expect(stderr).toMatch(/^Error: .+pool\.db.+busy.+\nAnother process is at work on the pool state;/);
    expect(await sandbox.client().calls.list({ model_id: agentId }).toArray()).toEqual([]);
    expect((await sandbox.cli([...callArgs(agentId), "--store", path])).exitCode).toBe(0);
  });

  it("of a later version is left as it is", async () => {
    const cwd = await folderOf({});
    const path = join(cwd, "pool.db");
    const other = openSqliteStore({ path });
    other.database.exec("PRAGMA user_version = 999");
    other.close();
    const before = await readFile(path);
    const { exitCode, stderr } = await sandbox.cli(["usage", "--store", path]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^Error: .+pool\.db.+\nUse the version of dialpool that wrote it/);
    expect(before.equals(await readFile(path))).toBe(true);
  });

  it("that cannot be made names the folder", async () => {
    const agentId = await sandbox.agentWith([A]);
    const home = await folderOf({ dialpool: "a file in the folder's place" });
    await chmod(join(home, "dialpool"), 0o600);
    const { exitCode, stderr } = await sandbox.cli(callArgs(agentId), { place: { XDG_STATE_HOME: home } });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^Error: Cannot make the folder for the pool state, .+dialpool: .+\nName another place/,
    );
  });
});

it("says that no state is kept with --store memory", async () => {
  for (const args of [["usage"], ["store", "doctor"], ["store", "import"], ["store", "rebuild"]])
    expect(await sandbox.cli([...args, "--store", "memory"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^Error: No pool state is kept: the store is memory\.\n/),
    });
});
