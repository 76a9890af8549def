import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: { command: "src/command.ts", worker: "src/run/worker.ts" },
  dts: false,
});
