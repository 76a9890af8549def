import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { workerdBinary } from "./binaries.js";

/** A worker that answers requests on a port of this machine. */
export interface RunningWorker extends AsyncDisposable {
  readonly url: string;
}

/** Starts a bundled worker in the runtime of Cloudflare Workers, with no Node compatibility. */
export async function startWorker(bundlePath: string): Promise<RunningWorker> {
  const configPath = join(dirname(bundlePath), "config.capnp");
  await writeFile(configPath, configOf(basename(bundlePath)));
  const worker = spawn(workerdBinary(), ["serve", "--control-fd=3", configPath], {
    // Its standard error tells every broken connection, which here is what is wanted.
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = once(worker, "exit");
  const port = await Promise.race([portOf(worker.stdio[3]), ended.then(() => undefined)]);
  if (port === undefined) throw new Error("workerd ended before it listened.");
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      worker.kill();
      await ended;
    },
  };
}

async function portOf(control: unknown): Promise<number> {
  for await (const line of createInterface({ input: control as NodeJS.ReadableStream })) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number };
    if (event === "listen" && port !== undefined) return port;
  }
  throw new Error("workerd never said that it listens.");
}

/** `local` alone: whatever the worker asks for beyond this machine fails. */
function configOf(module: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "${module}", esModule = embed "${module}")],
      compatibilityDate = "2026-11-01",
      globalOutbound = "this machine",
    )),
    (name = "this machine", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}
