import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import {
  isSandboxError,
  ListenError,
  type OutcomeWeights,
  SandboxConfigError,
  startSandbox,
} from "../src/index.js";
import { startTestSandbox } from "./support/test-sandbox.js";

async function connectedTo(port: number): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket)).on("error", reject);
  });
}

async function closed(socket: Socket): Promise<void> {
  if (socket.closed) return;
  socket.on("error", () => {});
  socket.resume();
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
}

describe("startSandbox", () => {
  it("listens on a free port of this machine and gives a base URL", async () => {
    const { sandbox } = await startTestSandbox();
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}/v2`);
    expect(sandbox.port).toBeGreaterThan(0);
  });

  it("says which port is taken", async () => {
    const { sandbox } = await startTestSandbox();
    const second = startSandbox({ port: sandbox.port });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toMatchObject({ code: "port_in_use", port: sandbox.port });
    expect(isSandboxError(await second.catch((error: unknown) => error))).toBe(true);
  });

  it.each([
    [{ host: "0.0.0.0" }, "host"],
    [{ port: 70_000 }, "port"],
    [{ speed: 0 }, "speed"],
    [{ apiKey: " " }, "apiKey"],
    [{ poolSize: -1 }, "poolSize"],
    [{ seed: 0.5 }, "seed"],
    [{ outcomes: {} }, "outcomes"],
    [{ outcomes: { asleep: 1 } as OutcomeWeights }, "outcomes"],
    [{ callStartsPerSecond: 0 }, "callStartsPerSecond"],
    [{ maxConcurrentCalls: 1.5 }, "maxConcurrentCalls"],
    [{ overLimit: "drop" as "reject" }, "overLimit"],
    [{ listDelayMs: -1 }, "listDelayMs"],
    [{ clockOffsetMs: Number.NaN }, "clockOffsetMs"],
  ])("names the option that is wrong: %j", async (options, option) => {
    const started = startSandbox(options);
    await expect(started).rejects.toThrow(SandboxConfigError);
    await expect(started).rejects.toMatchObject({ code: "config_invalid", option });
  });
});

describe("close", () => {
  it("ends open and hanging connections at once, and may be repeated", async () => {
    const { sandbox, place } = await startTestSandbox();
    const idle = await connectedTo(sandbox.port);
    const planned = sandbox.faults.next({ kind: "hang" });
    const hanging = place().catch((error: unknown) => error);
    await planned.hit;
    await sandbox.close();
    await sandbox.close();
    await closed(idle);
    expect(await hanging).toBeInstanceOf(Error);
  });
});

describe("a client that breaks off", () => {
  it("in mid-request does nothing", async () => {
    const { sandbox, place } = await startTestSandbox();
    const socket = await connectedTo(sandbox.port);
    socket.write(`POST /v2/calls HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"model_id":`);
    // Another request passes only after the first bytes were read.
    await place();
    socket.destroy();
    await closed(socket);
    await place();
    expect(sandbox.calls).toHaveLength(2);
    expect(sandbox.requests).toHaveLength(2);
  });

  it("or speaks no HTTP gets 400 and is cut off", async () => {
    const { sandbox } = await startTestSandbox();
    const socket = await connectedTo(sandbox.port);
    const first = new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(String(chunk))));
    socket.write("hello\r\n\r\n");
    expect(await first).toMatch(/^HTTP\/1\.1 400 /);
    await closed(socket);
  });
});
