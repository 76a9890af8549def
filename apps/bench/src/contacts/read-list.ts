/** Reads a list in a process of its own, and prints what it took: `node read-list.js SUBJECT FILE FOLDER`. */
import { createReadStream } from "node:fs";
import { readContacts } from "@dialpool/dialer";
import { parse } from "csv-parse";
import { enterList } from "./enter-list.js";

const PLAIN = { defaultCountry: "US" };
const FULL = { ...PLAIN, columns: { tags: ["brand"], variables: ["city", "order"] } };

/** Each answers how many rows it read. */
const SUBJECTS: Readonly<Record<string, (file: string, folder: string) => Promise<number>>> = {
  async "csv-parse"(file) {
    let rows = 0;
    for await (const _ of createReadStream(file).pipe(parse({ from: 2 }))) rows++;
    return rows;
  },
  reading: (file) => readList(file, PLAIN),
  "reading, tags and variables": (file) => readList(file, FULL),
  "reading and entering": (file, folder) => enterList(file, folder, PLAIN),
  "reading and entering, tags and variables": (file, folder) => enterList(file, folder, FULL),
};

async function readList(file: string, options: Parameters<typeof readContacts>[1]): Promise<number> {
  const reading = readContacts(createReadStream(file), options);
  let rows = 0;
  for await (const batch of reading.batches()) rows += batch.length;
  return reading.summary().contacts === rows ? rows : 0;
}

const [, , subject = "", file = "", folder = ""] = process.argv;
const read = SUBJECTS[subject];
if (read === undefined) throw new Error(`There is no subject "${subject}".`);
const startedAt = performance.now();
const rows = await read(file, folder);
const ms = performance.now() - startedAt;
const { user, system } = process.cpuUsage();
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ rows, ms, cpuMs: (user + system) / 1000, peakMb }));
