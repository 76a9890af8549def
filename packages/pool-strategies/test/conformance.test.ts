import { describe, expect, it } from "vitest";
import { describePoolStore } from "../src/conformance.js";
import { createMemoryStore } from "../src/index.js";

describePoolStore({ describe, it, expect }, "the memory store", (setup) => createMemoryStore(setup));
