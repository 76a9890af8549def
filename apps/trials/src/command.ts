import { parseArgs } from "node:util";
import { runCrash } from "./crash/run-crash.js";
import { FEDERAL, STRICTER } from "./day/rules.js";
import { runDay } from "./day/run-day.js";
import { FAULT_NAMES } from "./fault/fault-draw.js";
import { runFault } from "./fault/run-fault.js";
import { runPace } from "./pace/run-pace.js";

const FOLDER = new URL("./", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    kills: { type: "string", default: "300" },
    contacts: { type: "string" },
    "on-absent": { type: "string" },
    processes: { type: "string", default: "1" },
    part: { type: "string" },
    seconds: { type: "string", default: "60" },
    hours: { type: "string", default: "72" },
    campaigns: { type: "string", default: "8" },
  },
});

/** Two days before clocks change in Australia, in Britain, in North America twice; and an ordinary day. */
const DAYS = ["2026-10-02", "2026-10-23", "2026-10-30", "2027-03-12", "2026-07-07"].map(Date.parse);

/** The share of the rate that the pace trial must reach. */
const LEAST_RATE = 0.95;
/** CAPS, and how many processes dial. */
const PACES = [
  [1, 1],
  [5, 1],
  [50, 1],
  [500, 1],
  [5, 2],
  [50, 2],
  [500, 2],
] as const;

/** Says what is wrong with the command line, and ends. */
function misused(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** What `--part` asks for: all of them, or one. */
function partsOf<T>(all: readonly T[]): readonly (readonly [place: number, part: T])[] {
  const parts = [...all.entries()].filter(
    ([place]) => values.part === undefined || values.part === String(place),
  );
  if (parts.length === 0) misused(`There is no part ${values.part}: they are 0 to ${all.length - 1}.`);
  return parts;
}

const onProgress = (sentence: string) => console.error(sentence);
const seed = Number(values.seed);
let broken = 0;
const settings = (["leave", "redial"] as const).filter((each) => (values["on-absent"] ?? each) === each);
if (settings.length === 0) misused("--on-absent is leave or redial.");
switch (positionals[0]) {
  case "crash":
    for (const onAbsent of settings) {
      const report = await runCrash({
        onAbsent,
        contacts: Number(values.contacts ?? 2_000),
        kills: Number(values.kills),
        processes: Number(values.processes),
        seed,
        maxLifeMs: 1_000,
        folder: FOLDER,
        onProgress,
      });
      broken += report.findings.length;
      console.log(JSON.stringify({ trial: "crash", onAbsent, ...report }, null, 2));
    }
    break;
  case "fault": {
    const contacts = Number(values.contacts ?? 10_000);
    const together = settings.flatMap((onAbsent) =>
      [2_000, -2_000].map((clockOffsetMs) => ({ onAbsent, clockOffsetMs, faults: FAULT_NAMES })),
    );
    const alone = FAULT_NAMES.flatMap((name, place) => [
      {
        onAbsent: place % 2 === 0 ? ("leave" as const) : ("redial" as const),
        clockOffsetMs: place % 4 < 2 ? 2_000 : -2_000,
        faults: [name],
      },
    ]);
    for (const [place, world] of partsOf([...together, ...alone])) {
      const share = world.faults.length > 1 ? together.length : alone.length;
      const plan = { ...world, contacts: Math.ceil(contacts / share), seed: seed + place, onProgress };
      const report = await runFault(plan);
      broken += report.findings.length;
      console.log(JSON.stringify({ trial: "fault", ...world, ...report }, null, 2));
    }
    break;
  }
  case "day":
    for (const [, plan] of partsOf(
      DAYS.flatMap((from) => [
        { from, rules: FEDERAL },
        { from, rules: STRICTER },
      ]),
    )) {
      const [hours, campaigns] = [Number(values.hours), Number(values.campaigns)];
      const report = await runDay({ ...plan, hours, campaigns, seed });
      broken += report.findings.length;
      console.log(JSON.stringify({ trial: "day", ...report }, null, 2));
    }
    break;
  case "pace":
    for (const [, [caps, processes]] of partsOf(PACES)) {
      const seconds = Number(values.seconds);
      const report = await runPace({ caps, processes, seconds, leastRate: LEAST_RATE, folder: FOLDER });
      broken += report.findings.length;
      console.log(JSON.stringify({ trial: "pace", ...report }, null, 2));
    }
    break;
  default:
    misused("Usage: trials crash|fault|pace|day [--seed N]");
}
process.exitCode = broken === 0 ? 0 : 1;
