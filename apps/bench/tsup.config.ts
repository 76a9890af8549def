import { libraryBuild } from "@dialpool/config/tsup";

export default libraryBuild({
  entry: {
    quick: "src/selection/quick.ts",
    "compare-selection": "src/selection/compare-selection.ts",
    "selection-heap": "src/selection/heap.ts",
    "compare-stores": "src/stores/compare-stores.ts",
    "compare-clients": "src/core/compare-clients.ts",
    "profile-clients": "src/core/profile-clients.ts",
    "compare-redis": "src/stores/compare-redis.ts",
    "api-server": "src/core/api-server.ts",
    "compare-reading": "src/contacts/compare-reading.ts",
    "read-list": "src/contacts/read-list.ts",
    "measure-journal": "src/journal/measure-journal.ts",
    "killed-process": "src/journal/killed-process.ts",
    "compare-dialing": "src/dialing/compare-dialing.ts",
    "sandbox-process": "src/dialing/sandbox-process.ts",
  },
  dts: false,
});
