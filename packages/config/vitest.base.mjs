/**
 * The test settings every package shares.
 *
 * @param {import("vitest/node").InlineConfig} [test] What differs for one package.
 * @returns {import("vitest/config").UserConfig}
 */
export function vitestBase(test = {}) {
  return {
    test: {
      include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      environment: "node",
      // A net for what hangs, not a measure of speed: a busy machine must fail no test.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      passWithNoTests: false,
      ...test,
    },
  };
}
