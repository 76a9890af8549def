import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: { try: "src/selection/try.ts" },
  dts: false,
});
