/**
 * The build every published package shares: ESM only, types beside it.
 *
 * @param {import("tsup").Options} options What differs for one package.
 * @returns {import("tsup").Options}
 */
export function libraryBuild(options) {
  return {
    format: ["esm"],
    target: "node20",
    dts: true,
    clean: true,
    sourcemap: true,
    ...options,
  };
}
