import { parseArgs } from "node:util";
import { compare, type Result } from "./compare.js";
import { machine, machineLine } from "./machine.js";
import { startApiServer } from "./start-api-server.js";
import { createSubjects, SUBJECTS, type SubjectName, WORKLOADS, type WorkloadName } from "./subjects.js";

/** What is aimed at: the client's rate against each way without it. */
const GOALS: Readonly<Partial<Record<SubjectName, number>>> = { "openapi-fetch": 0.9, fetch: 0.7 };

/** Requests of a subject in one round. Many short rounds: what disturbs the machine then disturbs all subjects alike. */
const REQUESTS: Readonly<Record<WorkloadName, number>> = {
  "calls.create": 160,
  "calls.list, 20 rows": 160,
  "calls.list, 100 rows": 64,
};

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "150" },
    concurrency: { type: "string", default: "16" },
    json: { type: "boolean", default: false },
  },
});
const rounds = wholeNumber("rounds", flags.rounds);
const concurrency = wholeNumber("concurrency", flags.concurrency);

const server = await startApiServer();
const subjects = createSubjects(server.baseUrl);
const results: { readonly workload: WorkloadName; readonly subjects: readonly Result<SubjectName>[] }[] = [];
for (const workload of WORKLOADS) {
  const sendOne = Object.fromEntries(SUBJECTS.map((name) => [name, subjects[name][workload]]));
  results.push({
    workload,
    subjects: await compare(sendOne as Record<SubjectName, () => Promise<void>>, {
      rounds,
      requests: REQUESTS[workload],
      concurrency,
    }),
  });
}
server.stop();

if (flags.json) {
  console.log(
    JSON.stringify({ version: 1, machine, rounds, concurrency, goals: GOALS, results }, undefined, 2),
  );
} else {
  console.log(
    [
      `Requests over loopback, ${concurrency} at once, medians of ${rounds} interleaved rounds; the server has a process of its own.`,
      machineLine,
      ...results.flatMap(({ workload, subjects: rows }) => ["", table(workload, rows)]),
    ].join("\n"),
  );
}

function table(workload: WorkloadName, rows: readonly Result<SubjectName>[]): string {
  const lines = rows.map(({ subject, requestsPerSecond, cpuMicros }) => [
    subject,
    Math.round(requestsPerSecond).toLocaleString("en-US"),
    cpuMicros.toFixed(0),
  ]);
  const cells = [[workload, "requests/s", "CPU µs each"], ...lines];
  const text = cells.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(22) : cell.padStart(14))).join(""),
  );
  return [...text, ...rows.filter(({ subject }) => subject === "@dialpool/core").flatMap(goalLines)].join(
    "\n",
  );
}

function goalLines({ rateRatio, cpuRatio }: Result<SubjectName>): string[] {
  return SUBJECTS.flatMap((name) => {
    const goal = GOALS[name];
    if (goal === undefined) return [];
    const verdict = rateRatio[name] >= goal ? "met" : "missed";
    return [
      `  of ${name}: ${rateRatio[name].toFixed(2)} of its rate (goal ${goal}: ${verdict}), ${cpuRatio[name].toFixed(2)} by CPU`,
    ];
  });
}

function wholeNumber(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${flag} must be a whole number from 1 on, got "${text}".`);
  return Number(text);
}
