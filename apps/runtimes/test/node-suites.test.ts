import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { nodeBinary } from "./support/binaries.js";
import { runCommand } from "./support/run-command.js";

const CORE_FOLDER = new URL("../../../packages/core/", import.meta.url);

interface VitestReport {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs a package's whole suite once under another Node. */
async function runSuite(node: string, packageFolder: URL): Promise<VitestReport> {
  const requireThere = createRequire(new URL("package.json", packageFolder));
  const vitest = join(dirname(requireThere.resolve("vitest/package.json")), "vitest.mjs");
  const folder = await mkdtemp(join(tmpdir(), "dialpool-suite-"));
  const reportPath = join(folder, "report.json");
  const args = [vitest, "run", "--reporter=json", `--outputFile=${reportPath}`];
  try {
    // A suite that fails is told by its report, test by test.
    const ended = await runCommand(node, args, packageFolder).catch((error: unknown) => error);
    const report = await readFile(reportPath, "utf8").catch(() => undefined);
    if (report === undefined) throw ended;
    return JSON.parse(report) as VitestReport;
  } finally {
    await rm(folder, { recursive: true });
  }
}

it.each([22, 24] as const)("the client's whole suite passes on Node %i", async (line) => {
  const node = nodeBinary(line);
  expect((await runCommand(node, ["--version"])).stdout).toMatch(new RegExp(`^v${line}\\.`));
  const { numTotalTests, testResults } = await runSuite(node, CORE_FOLDER);
  const notPassed = testResults.flatMap(({ name, status, assertionResults }) => [
    ...(status === "passed" ? [] : [name]),
    ...assertionResults.filter((test) => test.status !== "passed").map(({ fullName }) => fullName),
  ]);
  expect(notPassed).toEqual([]);
  expect(numTotalTests).toBeGreaterThan(500);
});
