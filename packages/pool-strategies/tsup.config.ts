import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: [
    "src/index.ts",
    "src/geo/index.ts",
    "src/simulate/index.ts",
    "src/store-kit/index.ts",
    "src/transfer/index.ts",
    "src/conformance.ts",
  ],
});
