import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: {
    quick: "src/selection/quick.ts",
    "compare-selection": "src/selection/compare-selection.ts",
    "selection-heap": "src/selection/heap.ts",
  },
  dts: false,
});
