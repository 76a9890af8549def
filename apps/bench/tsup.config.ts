import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({ entry: ["src/quick.ts"], dts: false });
