import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({ entry: ["src/index.ts"], loader: { ".lua": "text" } });
