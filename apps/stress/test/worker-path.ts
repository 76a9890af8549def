import { fileURLToPath } from "node:url";

/** The built process. */
export const WORKER = fileURLToPath(new URL("../dist/worker.js", import.meta.url));
