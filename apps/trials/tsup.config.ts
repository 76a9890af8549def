import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: {
    command: "src/command.ts",
    "sandbox-process": "src/witness/sandbox-process.ts",
    "dial-process": "src/crash/dial-process.ts",
    "pace-process": "src/pace/pace-process.ts",
  },
  dts: false,
});
