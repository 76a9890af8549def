import { parseArgs } from "node:util";
import { runCrash } from "./crash/run-crash.js";

const FOLDER = new URL("./", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    kills: { type: "string", default: "300" },
    contacts: { type: "string" },
    "on-absent": { type: "string" },
    processes: { type: "string", default: "1" },
  },
});

const onProgress = (sentence: string) => console.error(sentence);
const seed = Number(values.seed);
let broken = 0;
const settings = (["leave", "redial"] as const).filter((each) => (values["on-absent"] ?? each) === each);
switch (positionals[0]) {
  case "crash":
    for (const onAbsent of settings) {
      const report = await runCrash({
        onAbsent,
        contacts: Number(values.contacts ?? 2_000),
        kills: Number(values.kills),
        processes: Number(values.processes),
        seed,
        maxLifeMs: 1_500,
        folder: FOLDER,
        onProgress,
      });
      broken += report.findings.length;
      console.log(JSON.stringify({ trial: "crash", onAbsent, ...report }, null, 2));
    }
    break;
  default:
    console.error("Usage: trials crash|fault|pace|day [--seed N]");
    process.exit(2);
}
process.exitCode = broken === 0 ? 0 : 1;
