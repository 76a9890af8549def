/** The last step of the gate: says in its last lines that the Redis suites were left out, and why. With `CI` set it fails. */
import { findRedis } from "./find-redis.js";
import { isContinuousIntegration, skippedNotice } from "./skipped.js";

const found = await findRedis();
if (found.kind === "none") {
  process.stderr.write(skippedNotice(found.reason));
  if (isContinuousIntegration()) process.exitCode = 1;
}
