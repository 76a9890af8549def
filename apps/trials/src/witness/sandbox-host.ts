import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoggedRequest, PlacedCall } from "@dialpool/sandbox";
import type { SandboxAddress, SandboxOrder } from "./sandbox-process.js";

/** A sandbox in a process of its own, which outlives whoever calls it. */
export interface SandboxHost extends SandboxAddress {
  /** Everything it was ever asked, in order of arrival. */
  requests(): Promise<readonly LoggedRequest[]>;
  /** Every call that it placed, whatever its caller was told. */
  calls(): Promise<readonly PlacedCall[]>;
  stop(): Promise<void>;
}

/** Requests that are kept: no trial sends as many. */
const MAX_LOGGED = 5_000_000;

/** @param folder Where the built processes are. */
export async function startSandboxProcess(folder: URL, order: SandboxOrder): Promise<SandboxHost> {
  const script = fileURLToPath(new URL("sandbox-process.js", folder));
  const child = fork(script, [JSON.stringify({ maxLoggedRequests: MAX_LOGGED, ...order })]);
  const isGone = once(child, "exit");
  const first = await Promise.race([once(child, "message"), isGone]);
  if (child.exitCode !== null) throw new Error(`The sandbox did not start: it ended with ${first[0]}.`);
  const address = first[0] as SandboxAddress;
  const ask = async (what: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`http://127.0.0.1:${address.port}/__sandbox/${what}`);
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to GET ${what}.`);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    ...address,
    async requests() {
      const { requests, dropped } = await ask("requests");
      if (dropped !== 0) throw new Error(`The sandbox's log has lost ${String(dropped)} requests.`);
      return requests as readonly LoggedRequest[];
    },
    async calls() {
      return (await ask("calls")).calls as readonly PlacedCall[];
    },
    async stop() {
      child.disconnect();
      await isGone;
    },
  };
}
