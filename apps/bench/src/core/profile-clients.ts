import { machineLine } from "./machine.js";
import { LAYERS, profileLayers } from "./profile.js";
import { runConcurrently } from "./run-concurrently.js";
import { startApiServer } from "./start-api-server.js";
import { createSubjects, SUBJECTS, WORKLOADS } from "./subjects.js";

/** Prints where each way to the API spends its time. */
const WARM_UP = 1_000;
const REQUESTS = 4_000;
const CONCURRENCY = 16;

const server = await startApiServer();
const subjects = createSubjects(server.baseUrl);
console.log(`Share of the time not idle, by whose code runs.\n${machineLine}`);
for (const workload of WORKLOADS) {
  console.log(`\n${[workload.padEnd(22), ...LAYERS.map((layer) => layer.padStart(20))].join("")}`);
  for (const name of SUBJECTS) {
    const sendOne = subjects[name][workload];
    await runConcurrently(sendOne, WARM_UP, CONCURRENCY);
    const shares = await profileLayers(() => runConcurrently(sendOne, REQUESTS, CONCURRENCY));
    const cells = LAYERS.map((layer) => `${(shares[layer] * 100).toFixed(1)} %`.padStart(20));
    console.log([name.padEnd(22), ...cells].join(""));
  }
}
server.stop();
