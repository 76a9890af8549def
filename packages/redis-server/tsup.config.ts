import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: ["src/index.ts", "src/vitest/index.ts", "src/vitest/global-setup.ts", "src/say-skipped.ts"],
});
