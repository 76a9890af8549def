import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { folderOf } from "../support/test-io.js";
import { BINARY, type RunningBinary, runBinary, start, written } from "./binary.js";

const KEY = "sk-end-to-end-0123456789";

interface SandboxLine {
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
  readonly workspaceId: string;
}

let running: RunningBinary;
let sandbox: SandboxLine;
let env: Record<string, string>;

beforeAll(async () => {
  running = start(["sandbox", "--port", "0", "--speed", "1000", "--json"]);
  sandbox = JSON.parse(await running.nextLine()) as SandboxLine;
  env = { SYNTHFLOW_BASE_URL: sandbox.url, SYNTHFLOW_API_KEY: sandbox.apiKey };
});

afterAll(async () => {
  // Before the sandbox ends: its own line holds its key, and is meant to.
  expect(written.join("")).not.toContain(sandbox.apiKey);
  expect(written.join("")).not.toContain(KEY);
  running.child.kill("SIGINT");
  const { exitCode, stdout, stderr } = await running.ended;
  expect({ exitCode, stderr, lines: stdout.split("\n").length }).toEqual({
    exitCode: 0,
    stderr: "",
    lines: 2,
  });
});

/** An API of one's own on loopback, closed when the test is over. */
async function serverOf(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
}

describe("sandbox", () => {
  it("prints one line with four fields when it is ready", () => {
    expect(Object.keys(sandbox)).toEqual(["url", "apiKey", "agentId", "workspaceId"]);
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "says what to export, and ends with exit 0 on %s",
    async (signal) => {
      const { child, nextLine, ended } = start(["sandbox", "--port", "0"]);
      const lines: string[] = [];
      while (!lines.at(-1)?.includes("Ctrl-C")) lines.push(await nextLine());
      expect(lines.join("\n")).toMatch(
        /export SYNTHFLOW_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/v2\n.*export SYNTHFLOW_API_KEY=/,
      );
      child.kill(signal);
      expect((await ended).exitCode).toBe(0);
      // This text holds the sandbox's key, as it is meant to.
      written.length -= 2;
    },
  );

  it("says so when the port is taken", async () => {
    const { port } = new URL(sandbox.url);
    const { exitCode, stdout, stderr } = await runBinary(["sandbox", "--port", port]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`Error: Port ${port} is taken.`);
  });
});

describe("the built binary", () => {
  it("knows its version", async () => {
    const { version } = JSON.parse(
      await readFile(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { version: string };
    expect(await runBinary(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("prints help without arguments", async () => {
    const { exitCode, stdout, stderr } = await runBinary([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: dialpool/);
  });

  it("exits 2 and suggests what was meant", async () => {
    expect(await runBinary(["cal"])).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "Error: Unknown command 'cal'.\nDid you mean call?\n",
    });
  });

  it("places a call and shows that the selected number was used", async () => {
    const args = ["call", "--agent", sandbox.agentId, "--phone", "+14155550199", "--name", "Ann", "--wait"];
    const { exitCode, stdout, stderr } = await runBinary(args, env);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^The pool of .+ is new in .+: 0 calls of the last 30 d are counted\.\n$/);
    expect(stdout).toContain("The call used the selected number.");
  });

  it("reads dialpool.yaml of the working folder, key included", async () => {
    const cwd = await folderOf({
      "dialpool.yaml": `apiKey: ${sandbox.apiKey}\nbaseUrl: ${sandbox.url}\nagent: ${sandbox.agentId}\n`,
    });
    const { exitCode, stdout, stderr } = await runBinary(["pool", "show", "--json"], {}, cwd);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, agentId: sandbox.agentId });
  });

  it("never shows a wrong key, not even with --debug", async () => {
    const { exitCode, stderr } = await runBinary(["agents", "list", "--debug"], {
      ...env,
      SYNTHFLOW_API_KEY: KEY,
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/caused by AuthenticationError/);
    expect(stderr).not.toContain(KEY);
  });

  it("takes a key out of what others say", async () => {
    const url = await serverOf((_request, response) => {
      response
        .writeHead(400, { "content-type": "application/json" })
        .end(JSON.stringify({ detail: `The key ${KEY} is odd.` }));
    });
    const { exitCode, stderr } = await runBinary(["agents", "list", "--base-url", url], {
      SYNTHFLOW_API_KEY: KEY,
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("The key [API key] is odd.");
  });

  it("can be piped into head", async () => {
    const { stdout, stderr } = await promisify(execFile)("sh", [
      "-c",
      '"$0" "$1" --help | head -n 1',
      process.execPath,
      BINARY,
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: "Usage: dialpool [options] [command]\n", stderr: "" });
  });

  it("does not mind when its reader goes away", async () => {
    const { child, ended } = start(["agents", "list", "--json"], env);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("an interrupt", () => {
  it("cancels a read and exits 130", async () => {
    let running: RunningBinary | undefined;
    const url = await serverOf(() => running?.child.kill("SIGINT"));
    running = start(["agents", "list", "--base-url", url], { SYNTHFLOW_API_KEY: KEY });
    expect(await running.ended).toEqual({ exitCode: 130, stdout: "", stderr: "Error: Interrupted.\n" });
  });

  it("lets a call that has left come back, so that its outcome is known", async () => {
    let running: RunningBinary | undefined;
    const url = await fakeApi((response) => {
      running?.child.kill("SIGINT");
      response.end(JSON.stringify({ status: "ok", response: { call_id: "call-1" } }));
    });
    running = start(["call", "--agent", "a", "--phone", "+14155550199", "--name", "Ann", "--base-url", url], {
      SYNTHFLOW_API_KEY: KEY,
    });
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain("call-1");
  });

  it("ends everything at once the second time", async () => {
    let running: RunningBinary | undefined;
    const url = await fakeApi(() => {
      const timer = setInterval(() => running?.child.kill("SIGINT"), 20);
      running?.child.once("exit", () => clearInterval(timer));
    });
    running = start(["call", "--agent", "a", "--phone", "+14155550199", "--name", "Ann", "--base-url", url], {
      SYNTHFLOW_API_KEY: KEY,
    });
    expect((await running.ended).exitCode).toBe(130);
  });

  /** One agent with one number and no calls; what happens to a new call is up to the test. */
  function fakeApi(onCall: (response: ServerResponse) => void): Promise<string> {
    const number = { number: "+14155550101", slug: "14155550101", sid: null };
    const agent = { model_id: "a", name: "Acme", type: "outbound", attached_phone_numbers: [number] };
    return serverOf((request, response) => {
      response.setHeader("content-type", "application/json");
      if (request.method === "POST") return onCall(response);
      const payload = request.url?.startsWith("/v2/calls") ? { calls: [] } : { assistants: [agent] };
      response.end(JSON.stringify({ status: "ok", response: payload }));
    });
  }
});
