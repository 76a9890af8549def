import { constants, setPriority } from "node:os";
import { argv } from "node:process";
import { type StartOptions, startSandbox } from "@dialpool/sandbox";
import { machineClock } from "../clock/machine-clock.js";

/** What the process is told: the sandbox's options, and where its clock begins, if not at the system's. */
export interface SandboxOrder extends StartOptions {
  /** Makes its clock a monotonic one, see {@link machineClock}. */
  readonly clockOrigin?: number;
}

/** What it tells its parent when it listens. */
export interface SandboxAddress {
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly agentId: string;
}

const { clockOrigin, ...options } = JSON.parse(argv[2] ?? "{}") as SandboxOrder;
if (clockOrigin !== undefined) askForPriority();
const now = clockOrigin === undefined ? Date.now : machineClock(clockOrigin);
const { url, port, apiKey, agentId } = await startSandbox({ ...options, now });
process.on("disconnect", () => process.exit(0));
process.send?.({ url, port, apiKey, agentId } satisfies SandboxAddress);

/** What is stamped is to be when it came, and not when this process got its turn. Only a privileged user may ask for that. */
function askForPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Then a busy machine shows in the stamps.
  }
}
