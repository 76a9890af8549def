import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({ entry: ["src/index.ts", "src/geo/index.ts", "src/conformance.ts"] });
