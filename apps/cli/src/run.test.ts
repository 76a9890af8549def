import { describe, expect, it } from "vitest";
import { createTestIo } from "../test/support/test-io.js";
import type { Io } from "./io.js";
import { run } from "./run.js";

const KEY = "sk-0123456789abcdef";

async function runCli(args: readonly string[], parts: Partial<Io> = {}) {
  const { io, stdout, stderr } = createTestIo(parts);
  const exitCode = await run(args, io, "1.2.3");
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

describe("help and version", () => {
  it.each([
    [[]],
    [["--help"]],
    [["-h"]],
    [["call", "--help"]],
    [["pool", "attach", "--help"]],
    [["pool", "--help"]],
    [["help"]],
    [["help", "call"]],
  ])("%j prints help on standard output and exits 0", async (args) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: dialpool/);
  });

  it("prints the version", async () => {
    expect(await runCli(["--version"])).toEqual({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });
});

describe("wrong usage exits 2 with a sentence and a hint on standard error", () => {
  it.each([
    [["agnts"], "Error: Unknown command 'agnts'.\nDid you mean agents?\n"],
    [["agents", "lst"], "Error: Unknown command 'lst'.\nDid you mean list?\n"],
    [["agents", "list", "--jsn"], "Error: Unknown option '--jsn'.\nDid you mean --json?\n"],
    [
      ["agents", "list", "more"],
      "Error: Too many arguments for 'list'. Expected 0 arguments but got 1.\nAdd --help",
    ],
    [["call", "--phone", "+14155550123"], "Error: Required option '--name <name>' not specified.\n"],
    [["pool", "detach"], "Error: Missing required argument 'number'.\n"],
    [
      ["agents", "list", "--region", "mars"],
      "Error: Option '--region <region>' argument 'mars' is invalid. Allowed choices are global, us, eu.\n",
    ],
    [
      ["calls", "list", "--limit", "many"],
      'Error: --limit takes a whole number from 1 to 100000, not "many".\n',
    ],
    [["calls", "list", "--status", "done"], "Error: Option '--status <status>' argument 'done' is invalid."],
    [
      ["select", "--phone", "1", "--tag", "brand"],
      'Error: --tag "brand" is not of the form key=value.\nWrite it like --tag brand=acme; all that follows, up to the next option, is taken for another.\n',
    ],
    [
      ["call", "--phone", "1", "--name", "A", "--from", "1", "--policy", "x"],
      "Error: Option '--from <number>' cannot be used with option '--policy <name|file>'.\n",
    ],
    [
      ["call", "--phone", "1", "--name", "A", "--dry-run", "--wait"],
      "cannot be used with option '--wait'.\n",
    ],
    [
      ["select", "--phone", "1", "--default-country", "UK"],
      'Error: --default-country "UK" is not a country.\n',
    ],
    [["pool", "show"], "Error: Which agent? None is named.\nAdd --agent ID"],
  ])("%j", async (args, text) => {
    const { exitCode, stdout, stderr } = await runCli(args, { env: { SYNTHFLOW_API_KEY: KEY } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(text);
  });

  it("a noun without its verb shows what there is", async () => {
    const { exitCode, stderr } = await runCli(["pool"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("attach [options] [number...]");
  });
});

describe("global flags", () => {
  const fetch = async () => Response.json({ status: "ok", response: { assistants: [] } });
  it.each([[["--json", "agents", "list"]], [["agents", "--json", "list"]], [["agents", "list", "--json"]]])(
    "%j",
    async (args) => {
      const { stdout } = await runCli(args, { fetch, env: { SYNTHFLOW_API_KEY: KEY } });
      expect(JSON.parse(stdout)).toEqual({ version: 1, agents: [] });
    },
  );
});

describe("errors", () => {
  const list = ["agents", "list"];
  const failing = (cause: unknown) => ({
    env: { SYNTHFLOW_API_KEY: KEY },
    fetch: async () => {
      throw cause;
    },
  });

  it("show no stack without --debug", async () => {
    const { stderr } = await runCli(list, failing(new TypeError("fetch failed")));
    expect(stderr).toBe("Error: The connection broke during GET /assistants/: fetch failed.\n");
  });

  it("do not let what the API says move the cursor", async () => {
    const fetch = async () => Response.json({ detail: "\u001b[2JNo.\nReally." }, { status: 400 });
    const { stderr } = await runCli(list, { env: { SYNTHFLOW_API_KEY: KEY }, fetch });
    expect(stderr).toBe("Error: GET /assistants/ was refused with 400: [2JNo. Really.\n");
  });

  it("show the stacks of all causes with --debug", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("socket hang up") });
    const { stderr } = await runCli([...list, "--debug"], failing(cause));
    expect(stderr).toContain("caused by TypeError: fetch failed");
    expect(stderr).toContain("caused by Error: socket hang up");
  });

  it("never show a request's headers, even with --debug", async () => {
    const cause = Object.assign(new Error("odd"), {
      request: { headers: { authorization: `Bearer ${KEY}` } },
    });
    const { stderr } = await runCli([...list, "--debug"], failing(cause));
    expect(stderr).not.toContain(KEY);
  });

  it("tell the API's time-out, refusal and failure apart by exit code", async () => {
    const answering = (status: number) => ({
      env: { SYNTHFLOW_API_KEY: KEY },
      fetch: async () => Response.json({ detail: "No." }, { status }),
    });
    const codes = [];
    for (const status of [400, 401, 403, 404, 422, 429, 500, 503])
      codes.push((await runCli(list, answering(status))).exitCode);
    expect(codes).toEqual([4, 3, 4, 4, 4, 6, 6, 6]);
  });

  it("exit 130 when interrupted", async () => {
    const test = createTestIo({
      env: { SYNTHFLOW_API_KEY: KEY },
      fetch: (request) =>
        new Promise((_resolve, reject) => {
          request.signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
          test.interrupt();
        }),
    });
    expect(await run(list, test.io, "1.2.3")).toBe(130);
    expect(test.stderr()).toBe("Error: Interrupted.\n");
  });

  it("are in colour on a terminal, unless NO_COLOR is set", async () => {
    const terminal = () => {
      const written: string[] = [];
      return { written, stderr: { isTTY: true, write: (text: string) => void written.push(text) } };
    };
    const [plain, coloured] = [terminal(), terminal()];
    await runCli(list, { stderr: coloured.stderr });
    await runCli(list, { stderr: plain.stderr, env: { NO_COLOR: "1" } });
    expect(coloured.written[0]).toContain("\u001b[31mError:");
    expect(plain.written[0]).toBe("Error: There is no API key.\n");
  });
});
