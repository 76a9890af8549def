import { cpus } from "node:os";

/** What a measurement was made on. */
export const machine = {
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
};

/** The machine in one line. */
export const machineLine = `Node ${machine.node}, ${machine.cores} × ${machine.cpu}, ${machine.platform}`;
