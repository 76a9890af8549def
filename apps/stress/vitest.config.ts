import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase({
  globalSetup: ["@dialpool/redis-server/vitest-setup"],
  // Each test starts processes of its own; one at a time, for they use every core.
  fileParallelism: false,
});
