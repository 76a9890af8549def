import { writeSync } from "node:fs";
import { join } from "node:path";
import { onSmallDisk } from "@dialpool/config/small-disk";
import { parsePolicy } from "@dialpool/pool-strategies";
import { openSqliteStore } from "@dialpool/store-sqlite";
import { expect, it } from "vitest";
import { folderOf } from "../support/test-io.js";
import { BINARY } from "./binary.js";

it("an export to a disk that becomes full says so, and leaves nothing there", async () => {
  const folder = await folderOf({});
  const path = join(folder, "pool.db");
  const store = openSqliteStore({ path });
  const numbers = Array.from({ length: 2000 }, (_, index) => ({
    number: `+1415555${String(index).padStart(4, "0")}`,
    sid: null,
    slug: `n${index}`,
  }));
  store.load({ poolId: "agent", numbers, policy: parsePolicy({}) }, { now: Date.now() });
  store.close();
  const script = `"${process.execPath}" "${BINARY}" store export "$0/export.jsonl" --store "${path}" 2>&1; echo "exit $?"; ls "$0"`;
  const printed = await onSmallDisk(64, ["sh", "-c", script]);
  if (printed === undefined) {
    writeSync(2, "\nNo file system can be mounted here: an export to a full disk is not tried.\n");
    return;
  }
  expect(printed).toMatch(
    /^Error: \S+\/export\.jsonl cannot be written: the disk is full\. Nothing is left of it\.\nMake room on the disk, .+\.\nexit 6\n$/,
  );
});
