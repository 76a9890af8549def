import { describe, expect, it } from "vitest";
import { describePoolStore, describePoolStoreAtScale, describeTransfer } from "../src/conformance.js";
import { createMemoryStore } from "../src/index.js";

describePoolStore({ describe, it, expect }, "the memory store", createMemoryStore);
describeTransfer({ describe, it, expect }, "from memory to memory", {
  from: createMemoryStore,
  to: createMemoryStore,
});
describePoolStoreAtScale({ describe, it, expect }, "the memory store", createMemoryStore, {
  numbers: Number(process.env.SCALE_NUMBERS ?? 2000),
});
