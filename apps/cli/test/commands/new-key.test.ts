import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONTACTS, useCampaigns } from "../support/campaign-lists.js";
import { folderOf } from "../support/test-io.js";

const { sandbox, campaignOf } = useCampaigns();
const SECOND = "phone,name\n+14155550111,Ann\n";

/** A workspace whose list was called with an earlier API key: the file of that key is left, and nothing is known of the new one. */
async function afterNewKey() {
  const home = await folderOf({});
  const campaign = await campaignOf(CONTACTS, { files: { "second.csv": SECOND } });
  const place = { XDG_STATE_HOME: home };
  const run = (...args: readonly string[]) => campaign.run(args, { place });
  expect((await run()).exitCode).toBe(0);
  const folder = join(home, "dialpool");
  const [file = ""] = (await readdir(folder)).filter((name) => name.endsWith(".db"));
  const old = join(folder, file.replace(/-[0-9a-f]{12}\.db$/, "-0123456789ab.db"));
  await rename(join(folder, file), old);
  return { ...campaign, run, place, folder, old, file };
}

const warningOf = (old: string) =>
  new RegExp(
    `No campaign is kept for this API key yet, but for another one of the same address: ${old.replaceAll(".", "\\.")}, last used \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\. If the key of the workspace was changed, .+ everybody on them would be called again\\. To go on with what is known: --store ${old.replaceAll(".", "\\.")}`,
  );

describe("campaign run with a new API key", () => {
  it("warns before anybody is called, and has the warning in its document", async () => {
    const { run, old } = await afterNewKey();
    const planned = await run("--dry-run");
    expect(planned.stdout).toMatch(warningOf(old));
    expect(planned.stdout).toContain("\nWarning: ");
    expect((await run("--dry-run", "--json")).json()).toMatchObject({
      warnings: [expect.stringMatching(warningOf(old))],
    });
    const result = await run("--json");
    expect(result.stderr).toMatch(warningOf(old));
    expect(result.json()).toMatchObject({ warnings: [expect.stringMatching(warningOf(old))] });
  });

  it("asks with the warning in view, as long as nobody has agreed", async () => {
    const { runFile, place, old, folder } = await afterNewKey();
    const { origin } = new URL(sandbox.url);
    // An address of which the old file is another key's.
    const real = new URL(sandbox.url);
    real.hostname = "api.example.com";
    const host = `api.example.com-${real.port}`;
    const ofReal = join(folder, `${host}-0123456789ab.db`);
    await rename(old, ofReal);
    for (const _ of [1, 2]) {
      const asked = await runFile(["list.csv"], ["--base-url", real.href, "--calling-hours", "off"], {
        place,
        confirm: async () => false,
        fetch: (request) => fetch(new Request(request.url.replace(real.origin, origin), request)),
      });
      expect(asked.exitCode).toBe(130);
      expect(asked.stderr).toMatch(warningOf(ofReal));
      expect((await readdir(folder)).filter((name) => name.endsWith(".db"))).toEqual([
        `${host}-0123456789ab.db`,
      ]);
    }
  });

  it("knows the list with the file of the old key, as it says", async () => {
    const { run, old, placed } = await afterNewKey();
    const result = await run("--store", old);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain("which is finished");
    expect(result.stderr).not.toContain("Warning");
    expect(await placed()).toHaveLength(6);
  });

  it("warns until a campaign was begun, also where a call has made the file", async () => {
    const { cli, agentId, place, runFile } = await afterNewKey();
    const called = await cli(["call", "--agent", agentId, "--phone", "+14155550112", "--name", "Bo"], {
      place,
    });
    expect(called.exitCode).toBe(0);
    expect(called.stderr).toContain("Warning: Nothing is kept for this API key yet");
    expect(called.stderr).toContain("who is called from which number begin anew here");
    const first = await runFile(["second.csv"], ["--json"], { place });
    expect(first.stderr).toContain("Warning: No campaign is kept for this API key yet");
    const next = await runFile(["second.csv"], ["--again", "--json"], { place });
    expect(next.stderr).not.toContain("Warning");
    expect(next.json()).toMatchObject({ warnings: [] });
  });
});
