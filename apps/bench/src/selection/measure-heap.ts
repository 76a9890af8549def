import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Bytes of memory. */
export interface Heap {
  /** Of a number, in seven links, both windows in use. */
  readonly perNumber: number;
  /** Of a callee who is remembered for affinity. */
  readonly perCallee: number;
  /** Of a lease that ended within the day. */
  readonly perLease: number;
}

/** Measures each in a process of its own, whose garbage can be collected at will. */
export function measureHeap(): Heap {
  return { perNumber: bytes("perNumber"), perCallee: bytes("perCallee"), perLease: bytes("perLease") };
}

function bytes(what: keyof Heap): number {
  const script = fileURLToPath(new URL("./selection-heap.js", import.meta.url));
  return Number(execFileSync(process.execPath, ["--expose-gc", script, what], { encoding: "utf8" }));
}
