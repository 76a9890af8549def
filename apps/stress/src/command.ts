import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { REDIS_SCENARIOS, SQLITE_SCENARIOS } from "./plan/scenarios.js";
import { runScenario } from "./run/run-scenario.js";
import type { StressReport } from "./run/run-stress.js";

const WORKER = fileURLToPath(new URL("./worker.js", import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    acquires: { type: "string" },
    seed: { type: "string" },
    folder: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [engine] = positionals;
if (engine !== "sqlite" && engine !== "redis") {
  console.error(
    "Usage: stress sqlite|redis [--only WORDS] [--acquires N] [--seed N] [--folder DIR] [--json]",
  );
  process.exit(2);
}

const all = engine === "sqlite" ? SQLITE_SCENARIOS : REDIS_SCENARIOS;
const scenarios = all.filter(({ name }) => name.includes(values.only ?? ""));
if (scenarios.length === 0) {
  console.error(`No run is called so. There are: ${all.map(({ name }) => name).join("; ")}.`);
  process.exit(2);
}

let broken = 0;
for (const scenario of scenarios) {
  const acquires = values.acquires === undefined ? scenario.acquires : Number(values.acquires);
  const seed = values.seed === undefined ? scenario.seed : Number(values.seed);
  const report = await runScenario({ ...scenario, acquires, seed }, WORKER, values.folder);
  if (values.json) console.log(JSON.stringify({ version: 1, scenario: scenario.name, ...report }));
  else print(`${scenario.name} (${scenario.host})`, report);
  broken += Object.values(report.findingCounts).reduce((sum, count) => sum + count, 0);
}
process.exitCode = broken === 0 ? 0 : 1;

function print(name: string, report: StressReport): void {
  const { acquires, seconds, acquiresPerSecond, grantedShare, granted, settled } = report;
  console.log(
    [
      name,
      `  ${acquires} acquires and ${settled} settlements in ${seconds.toFixed(1)} s: ${acquiresPerSecond.toFixed(0)} acquires/s`,
      `  granted ${granted} (${(100 * grantedShare).toFixed(1)} %), refused ${JSON.stringify(report.refused)}, failed ${JSON.stringify(report.failed)}`,
      `  ${report.kills} processes killed, ${report.unlogged} leases found again that nobody was told of, ${report.expired} became unknown in the journal, ${report.lost} answered verbs lost, troubles: ${report.troubles.join(", ") || "none"}`,
      ...report.orders.map(
        ({ poolId, order, note }) => `  ${poolId}: ${order}${note === "" ? "" : `, ${note}`}`,
      ),
      `  broken: ${JSON.stringify(report.findingCounts)}`,
      ...report.findings.map(({ law, message }) => `    ${law}: ${message}`),
    ].join("\n"),
  );
}
