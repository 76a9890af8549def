import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onSmallDisk } from "@dialpool/config/small-disk";
import { expect, it } from "vitest";

const WORKER = fileURLToPath(new URL("support/full-disk.mjs", import.meta.url));

interface Failure {
  readonly code: string;
  readonly applied: string;
  readonly message: string;
}

interface Report {
  readonly acquiring: Failure;
  readonly loading: Failure;
  readonly opening: Failure;
  readonly granted: number;
  readonly next: number;
  readonly numbers: number;
  readonly calls: number;
  readonly findings: readonly unknown[];
}

it("a disk that is full is store_full, and once there is room again all is as it was answered", async () => {
  const printed = await onSmallDisk(4096, [process.execPath, WORKER]);
  if (printed === undefined) {
    // Said aloud, whatever the reporter shows; failures.test.ts has the same by the engine's own bound.
    writeSync(2, "\nNo file system can be mounted here: a full disk is tried by max_page_count alone.\n");
    return;
  }
  const { acquiring, loading, opening, granted, next, numbers, calls, findings } = JSON.parse(
    printed,
  ) as Report;
  for (const failure of [acquiring, loading, opening]) {
    expect(failure).toMatchObject({ code: "store_full", applied: "no" });
    expect(failure.message).toMatch(/is full/);
  }
  expect(granted).toBeGreaterThan(0);
  expect({ next, numbers, calls, findings }).toEqual({
    next: granted + 1,
    numbers: 20,
    calls: granted + 1,
    findings: [],
  });
});
