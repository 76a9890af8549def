import { libraryBuild } from "@dialpool/config/tsup";
import { collectLicenses } from "./scripts/collect-licenses.js";

export default libraryBuild({
  entry: ["src/bin.ts"],
  dts: false,
  sourcemap: false,
  esbuildPlugins: [collectLicenses()],
  // What is only a devDependency is bundled, so that an installation is these few files and our own
  // packages. Some of it is CommonJS and calls `require` for Node's modules.
  banner: {
    js: 'import { createRequire as createRequireOfBundle } from "node:module";\nconst require = createRequireOfBundle(import.meta.url);',
  },
});
