import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({ entry: ["src/index.ts", "src/sqlite/index.ts"] });
