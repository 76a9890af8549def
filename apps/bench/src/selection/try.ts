import { measure } from "./measure.js";
import { storeSubject, workloadSubject } from "./subjects.js";
// size:callees:parked:busy,…
const rows = (process.argv[2] ?? "").split(",").map((text) => {
  const [size = "10", callees = "recurring", parked = "0", busy = size] = text.split(":");
  const options = { size: Number(size), callees: callees as "fresh", parked: Number(parked), busy: Number(busy) };
  return { name: text, select: size === "0" ? workloadSubject({ size: 100, callees: "recurring" }) : storeSubject(options), batch: 5000 };
});
for (const m of await measure(rows, { rounds: 3, timeMs: Number(process.argv[3] ?? 1000), warmupMs: 1000 })) console.log(m.name.padEnd(24), Math.round(m.perSecond), Math.round(m.slowest), Math.round(m.fastest), m.granted.toFixed(4), m.kept.toFixed(3));
