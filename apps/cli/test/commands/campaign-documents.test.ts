import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { csvOf, PHONES, useCampaigns } from "../support/campaign-lists.js";

const { campaignOf } = useCampaigns();
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The fields that the README lists for a document. */
function fieldsOf(document: string): readonly string[] {
  const row = readme.split("\n").find((line) => line.startsWith(`| ${document} `));
  if (row === undefined) throw new Error(`The README has no row for ${document}.`);
  return [...(row.split("|")[2] ?? "").matchAll(/`(\w+)`/g)].map(([, field = ""]) => field).sort();
}

function keysOf(document: unknown, { without = [] }: { readonly without?: readonly string[] } = {}) {
  const keys = Object.keys(Object(document));
  return keys.filter((key) => !["version", ...without].includes(key)).sort();
}

it("the README lists every field of the campaign commands' documents, and no other", async () => {
  const list = `${csvOf(PHONES)}CALL-NOW,Vi\n`;
  const campaign = await campaignOf(list, {
    config: "policy: { limits: { maxCallsPerDay: 1, minGapSeconds: null } }\n",
  });
  const jsonOf = async (...args: readonly string[]) => (await campaign.cli([...args, "--json"])).json();
  const planned = (await campaign.run(["--dry-run", "--json"])).json();
  expect(keysOf(planned)).toEqual(fieldsOf("`campaign run --dry-run`"));
  expect(keysOf(planned.plan)).toEqual(fieldsOf("its `plan`"));

  const ran = (await campaign.run(["--json"])).json();
  expect(keysOf(ran)).toEqual(fieldsOf("`campaign run`"));
  expect(keysOf(ran.campaign)).toEqual(fieldsOf("a campaign"));

  expect(keysOf(await jsonOf("campaign", "status"))).toEqual(fieldsOf("`campaign status`"));
  expect(keysOf(await jsonOf("campaign", "reconcile"))).toEqual(fieldsOf("`campaign reconcile`"));
  expect(keysOf(await jsonOf("verify"))).toEqual(fieldsOf("`verify`"));
  for (const verb of ["pause", "resume", "abort"])
    expect(keysOf(await jsonOf("campaign", verb))).toEqual(fieldsOf("`campaign pause`, `resume`, `abort`"));

  const linesOf = async (...flags: readonly string[]) => {
    const { stdout } = await campaign.cli(["campaign", "report", "--json", ...flags]);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  };
  const [head, ...rows] = await linesOf();
  expect(keysOf(head, { without: ["kind"] })).toEqual(fieldsOf("a campaign"));
  expect(rows).toHaveLength(7);
  for (const row of rows) expect(keysOf(row)).toEqual(fieldsOf("its rows"));
  const [, ...attempts] = await linesOf("--attempts");
  expect(attempts).toHaveLength(3);
  for (const attempt of attempts) expect(keysOf(attempt)).toEqual(fieldsOf("its attempts"));
});
