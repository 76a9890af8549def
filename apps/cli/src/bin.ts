#!/usr/bin/env node
import packageJson from "../package.json" with { type: "json" };
import { createProcessIo } from "./process-io.js";
import { run } from "./run.js";

// Not process.exit(): what was written to a pipe has to get there first.
process.exitCode = await run(process.argv.slice(2), createProcessIo(), packageJson.version);
