import { expect, it } from "vitest";
import { createTestIo, folderOf } from "../../test/support/test-io.js";
import type { Config } from "../config/config.js";
import { readPoolFile } from "./pool-file.js";

async function read(text: string, config: Config = {}) {
  const cwd = await folderOf({ "pool.yaml": text });
  return await readPoolFile({ io: createTestIo({ cwd }).io, config }, "pool.yaml");
}

const A = { number: "+14155550101", slug: "14155550101", sid: null };
const B = { number: "+12125550102", slug: "12125550102", sid: null };

it.each([
  ["texts", '- "+14155550101"\n- +1 (212) 555-0102\n'],
  ["numbers without quotes, which YAML takes for whole numbers", "- +14155550101\n- 12125550102\n"],
  ["JSON", '["+14155550101", { "number": "+12125550102" }]'],
  [
    "a document with numbers",
    '{ "version": 1, "numbers": [{ "number": "+14155550101", "callsInDay": 3 }, "+12125550102"] }',
  ],
  ["the settings of dialpool.yaml", "agent: x\nnumbers:\n  +14155550101:\n  +1 212 555 0102: {}\n"],
])("reads %s", async (_, text) => {
  expect(await read(text)).toEqual([A, B]);
});

it("takes attributes from the file, and from the configuration what the file leaves out", async () => {
  const text = `- number: +14155550101
  slug: sales-1
  sid: PN1
  tags: { brand: acme }
  tier: 2
  activeSince: 2026-11-24
  limits: { maxCallsPerDay: 40 }
`;
  const config = { numbers: { "+1 415 555 0101": { tags: { brand: "zeta" }, weight: 3 } } };
  expect(await read(text, config)).toEqual([
    {
      number: "+14155550101",
      slug: "sales-1",
      sid: "PN1",
      tags: { brand: "acme" },
      weight: 3,
      tier: 2,
      activeSince: Date.UTC(2026, 10, 24),
      limits: { maxCallsPerDay: 40 },
    },
  ]);
});

it("reads what `pool show --json` says of a number without settings", async () => {
  const shown = {
    number: A.number,
    slug: A.slug,
    sid: null,
    tags: {},
    weight: 1,
    tier: 1,
    activeSince: null,
    limits: {},
  };
  expect(await read(JSON.stringify({ numbers: [shown] }))).toEqual([
    { ...A, tags: {}, weight: 1, tier: 1, limits: {} },
  ]);
});

it.each([
  ["", 2, "pool.yaml holds no numbers."],
  ["[]", 2, "pool.yaml holds no numbers."],
  ["agent: x\n", 2, "pool.yaml holds no numbers."],
  ["- +14155550101\n- slug: x\n", 2, "pool.yaml: entry 2 is not a number."],
  ["- 1.5\n", 2, "pool.yaml: entry 1 is not a number."],
  [
    "- { number: +14155550101, weight: heavy }\n",
    3,
    "weight is not as expected: it must be a number from 0.01 to 1000.",
  ],
  ["- [\n", 3, "this is not valid YAML"],
])("refuses %j", async (text, exitCode, message) => {
  await expect(read(text)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
});

it("says when there is no such file", async () => {
  const io = createTestIo({ cwd: await folderOf({}) }).io;
  await expect(readPoolFile({ io, config: {} }, "p.yaml")).rejects.toMatchObject({
    exitCode: 2,
    message: "Cannot read the pool file p.yaml: there is no such file.",
  });
});
