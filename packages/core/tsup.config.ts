import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: {
    index: "src/index.ts",
    tracing: "src/tracing.ts",
    webhooks: "src/webhooks/index.ts",
  },
});
