import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase({
  include: ["test/**/*.test.ts"],
  globalSetup: "test/support/install-binaries.ts",
  // Whole test suites run inside; one at a time, for each of them uses every core.
  testTimeout: 300_000,
  hookTimeout: 120_000,
  fileParallelism: false,
});
