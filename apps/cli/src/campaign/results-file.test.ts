import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../test/support/test-io.js";
import { CliError } from "../cli-error.js";
import type { ResultEvent } from "./result-event.js";
import { openResults, readResults, readResultsIfAny } from "./results-file.js";

const base = { at: "2026-11-24T10:00:00.000Z", run: "r1", list: "sha256:list" } as const;
const intended: ResultEvent = {
  ...base,
  event: "intended",
  line: 2,
  attempt: "r1-2-1",
  phone: "+14155550123",
  name: 'An "n", B',
  callerId: "+14155550142",
};
const ended: ResultEvent = {
  ...base,
  event: "ended",
  line: 2,
  attempt: "r1-2-1",
  callId: "c1",
  status: "completed",
  duration: 42,
};

async function write(file: string, ...events: readonly ResultEvent[]): Promise<void> {
  const results = await openResults(file);
  try {
    await results.append(...events);
  } finally {
    await results.close();
  }
}

describe.each(["results.jsonl", "results.csv"])("a results file %s", (name) => {
  it("gives back what was appended, over several openings", async () => {
    const file = join(await folderOf({}), name);
    await write(file, intended);
    await write(file, ended);
    expect(await readResults(file)).toEqual({ events: [intended, ended], damagedLines: 0 });
  });

  it("passes over a line cut short and goes on after it", async () => {
    const file = join(await folderOf({}), name);
    await write(file, intended, ended);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.slice(0, -20));
    await write(file, ended);
    const { events, damagedLines } = await readResults(file);
    expect(events).toEqual([intended, ended]);
    expect(damagedLines).toBe(1);
  });

  it("keeps the order of appends that were not waited for", async () => {
    const file = join(await folderOf({}), name);
    const results = await openResults(file);
    const lines = Array.from({ length: 50 }, (_, line) => ({ ...intended, line }));
    await Promise.all(lines.map((event) => results.append(event)));
    await results.close();
    expect((await readResults(file)).events.map(({ line }) => line)).toEqual(lines.map(({ line }) => line));
  });

  it("can be read by nobody else", async () => {
    const file = join(await folderOf({}), name);
    await write(file, intended);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it("is one run's alone", async () => {
    const file = join(await folderOf({}), name);
    const first = await openResults(file);
    await expect(openResults(file)).rejects.toThrow(/Another run is writing/);
    await first.close();
    await write(file, ended);
  });

  it("is refused and left alone if it is some other file", async () => {
    const folder = await folderOf({ [name]: "phone,name\n+14155550123,Ann\n" });
    const file = join(folder, name);
    await expect(openResults(file)).rejects.toBeInstanceOf(CliError);
    await expect(readResults(file)).rejects.toThrow(/not a results file/);
    expect(await readFile(file, "utf8")).toBe("phone,name\n+14155550123,Ann\n");
  });
});

describe("a results file that is not there", () => {
  it("holds nothing for a plan and is an error for a reader", async () => {
    const file = join(await folderOf({}), "none.jsonl");
    expect(await readResultsIfAny(file)).toEqual({ events: [], damagedLines: 0 });
    await expect(readResults(file)).rejects.toThrow(/no such file/);
    await expect(openResults(join(file, "below", "it.jsonl"))).rejects.toThrow(/Cannot write/);
  });
});
