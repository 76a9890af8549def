import { Session } from "node:inspector/promises";

/** Where time was spent, by whose code it was. */
export const LAYERS = [
  "@dialpool/core",
  "openapi-fetch",
  "undici (fetch)",
  "Node",
  "native",
  "garbage collection",
] as const;
export type Layer = (typeof LAYERS)[number];

const SAMPLING_MICROS = 200;

/**
 * Runs something under the sampling profiler and answers each layer's share of
 * the time, 0 to 1, idle time left out. What a function has V8 do, such as
 * parsing JSON, is its own time.
 */
export async function profileLayers(run: () => Promise<void>): Promise<Readonly<Record<Layer, number>>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: SAMPLING_MICROS });
  await session.post("Profiler.start");
  await run();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();

  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const micros = new Map<Layer, number>();
  profile.samples?.forEach((id, index) => {
    const { url = "", functionName = "" } = frames.get(id) ?? {};
    const layer = layerOf(url, functionName);
    if (layer === undefined) return;
    micros.set(layer, (micros.get(layer) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
  });
  const total = [...micros.values()].reduce((sum, one) => sum + one, 0);
  return Object.fromEntries(LAYERS.map((layer) => [layer, (micros.get(layer) ?? 0) / total])) as Record<
    Layer,
    number
  >;
}

/** Undefined: no work. */
function layerOf(url: string, functionName: string): Layer | undefined {
  if (functionName === "(idle)") return undefined;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (url.includes("/packages/core/")) return "@dialpool/core";
  if (url.includes("/openapi-fetch/")) return "openapi-fetch";
  if (url.includes("undici")) return "undici (fetch)";
  return url === "" ? "native" : "Node";
}
