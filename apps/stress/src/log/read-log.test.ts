import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogEntry } from "./entries.js";
import { LogWriter } from "./log-writer.js";
import { readLog, readLogs } from "./read-log.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dialpool-stress-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const settled = (at: number): LogEntry => ({ kind: "settled", id: `0.1.${at}`, at, applied: true });

describe("logs", () => {
  it("are read without a line that was cut off", () => {
    const path = join(folder, "one.jsonl");
    const log = new LogWriter(path);
    log.write(settled(1));
    log.close();
    appendFileSync(path, '{"kind":"settled","id":"0.1');
    expect(readLog(path)).toEqual([settled(1)]);
  });

  it("of all processes are read by when their entries were written", () => {
    for (const [name, times] of Object.entries({ "a.jsonl": [1, 4], "b.jsonl": [2, 3] })) {
      const log = new LogWriter(join(folder, name));
      for (const at of times) log.write(settled(at));
      log.close();
    }
    expect(readLogs(folder).map(({ at }) => at)).toEqual([1, 2, 3, 4]);
  });
});
