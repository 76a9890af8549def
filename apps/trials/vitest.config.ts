import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase({
  // Trials start processes of their own; one at a time, for they use every core.
  fileParallelism: false,
  testTimeout: 300_000,
});
