/** Reads a list in a process of its own, and prints what it took: `node read-list.js SUBJECT FILE`. */
import { createReadStream } from "node:fs";
import { readContacts } from "@dialpool/dialer";
import { parse } from "csv-parse";

/** Each answers how many rows it read. */
const SUBJECTS: Readonly<Record<string, (file: string) => Promise<number>>> = {
  async "csv-parse"(file) {
    let rows = 0;
    for await (const _ of createReadStream(file).pipe(parse({ from: 2 }))) rows++;
    return rows;
  },

  async readContacts(file) {
    const reading = readContacts(createReadStream(file), { defaultCountry: "US" });
    let rows = 0;
    for await (const batch of reading.batches()) rows += batch.length;
    return reading.summary().contacts === rows ? rows : 0;
  },

  async "readContacts, tags and variables"(file) {
    const columns = { tags: ["brand"], variables: ["city", "plan"] };
    const reading = readContacts(createReadStream(file), { defaultCountry: "US", columns });
    let rows = 0;
    for await (const batch of reading.batches()) rows += batch.length;
    return reading.summary().contacts === rows ? rows : 0;
  },
};

const [, , subject = "", file = ""] = process.argv;
const read = SUBJECTS[subject];
if (read === undefined) throw new Error(`There is no subject "${subject}".`);
const startedAt = performance.now();
const rows = await read(file);
const ms = performance.now() - startedAt;
const { user, system } = process.cpuUsage();
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ rows, ms, cpuMs: (user + system) / 1000, peakMb }));
