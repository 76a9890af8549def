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
      passWithNoTests: false,
      ...test,
    },
  };
}
