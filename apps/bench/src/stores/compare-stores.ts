import { parseArgs } from "node:util";
import { machine, table } from "../selection/table.js";
import { measureSqlite, measureSqliteLoad, type SqliteSubject } from "./sqlite.js";

/** Verbs for each bare commit that are aimed at. */
const GOALS = { full: 0.7, normal: 0.25 } as const;
const LOAD_GOAL_MS = 5000;
const SIZES = [10, 200, 20_000];
const LARGEST = 100_000;

const SUBJECTS: readonly SqliteSubject[] = [
  { name: "defaults", policy: {} },
  {
    name: "local presence",
    policy: {
      route: { localPresence: ["area-code", "overlay", "region", "country", "any"] },
      order: "weighted-round-robin",
    },
  },
];

const { values } = parseArgs({
  options: { calls: { type: "string", default: "3000" }, json: { type: "boolean", default: false } },
});
const calls = Number(values.calls);

const verbs = (["full", "normal"] as const).flatMap((durability) =>
  SUBJECTS.flatMap((subject) => SIZES.map((size) => measureSqlite(subject, durability, size, calls))),
);
const loads = SUBJECTS.map((subject) => measureSqliteLoad(subject, LARGEST));

if (values.json) {
  console.log(JSON.stringify({ version: 1, machine, sqlite: { verbs, loads } }, undefined, 2));
} else {
  const count = (value: number) => value.toLocaleString("en-US");
  const us = (value: number) => `${value.toFixed(1)} µs`;
  console.log(
    [
      "SQLite: one verb is one commit. Medians; the bare update is one row, in turns with the verbs, same settings and disk.",
      `Node ${machine.node}, ${machine.cpu}, ${machine.platform}`,
      "",
      table([
        ["durability", "policy", "numbers", "bare update", "acquire", "settle", "ratio a verb", "aimed at"],
        ...verbs.map(({ durability, policy, numbers, bareUpdate, acquire, settle, ratio }) => [
          durability,
          policy,
          count(numbers),
          us(bareUpdate),
          us(acquire),
          us(settle),
          ratio.toFixed(2),
          `${GOALS[durability]}`,
        ]),
      ]),
      "",
      table([
        ["load of", "policy", "time", "processor time", "aimed at"],
        ...loads.map(({ numbers, policy, ms, processorMs }) => [
          `${count(numbers)} numbers`,
          policy,
          `${Math.round(ms)} ms`,
          `${Math.round(processorMs)} ms`,
          `${LOAD_GOAL_MS} ms`,
        ]),
      ]),
    ].join("\n"),
  );
}
