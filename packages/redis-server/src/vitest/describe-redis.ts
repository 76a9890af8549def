import { randomBytes } from "node:crypto";
import type { RedisEngine } from "../engine.js";
import type { ProvidedRedis } from "./provided.js";

/** What the suites need of Vitest: its own functions, passed in, for a package of its own may have another copy. */
export interface VitestFunctions {
  describe(name: string, body: () => void): unknown;
  readonly it: { skip(name: string, body: () => void): unknown };
  readonly inject: (key: never) => unknown;
}

/** A server that the whole run shares. */
export interface SharedRedis {
  readonly url: string;
  /** A new name on each call, for a namespace or a prefix that nobody else uses. */
  uniqueName(): string;
}

/**
 * Declares a suite once for every server of the run. Without one it is skipped, with the reason.
 *
 * @example
 * import { describe, inject, it } from "vitest";
 * describeRedis({ describe, it, inject }, "the store", ({ url, uniqueName }) => { … });
 */
export function describeRedis(
  vitest: VitestFunctions,
  name: string,
  body: (redis: SharedRedis) => void,
): void {
  const { servers, reason } = providedBy(vitest);
  for (const server of servers)
    vitest.describe(`${name} (${server.name})`, () => body({ url: server.url, uniqueName }));
  if (servers.length === 0) declareSkipped(vitest, name, reason);
}

/** Declares a suite whose tests start servers of their own, once for every engine that is here. */
export function describeRedisEngines(
  vitest: VitestFunctions,
  name: string,
  body: (engine: RedisEngine) => void,
): void {
  const { engines, reason } = providedBy(vitest);
  for (const engine of engines)
    vitest.describe(`${name} (${engine.name} ${engine.version})`, () => body(engine));
  if (engines.length === 0)
    declareSkipped(vitest, name, reason ?? "It needs redis-server or valkey-server on the PATH.");
}

function providedBy({ inject }: VitestFunctions): ProvidedRedis {
  return inject("dialpoolRedis" as never) as ProvidedRedis;
}

function declareSkipped(
  { describe, it }: VitestFunctions,
  name: string,
  reason = "No Redis was found.",
): void {
  describe(name, () => {
    it.skip(`needs Redis (skipped: ${reason})`, nothing);
  });
}

function uniqueName(): string {
  return `test-${randomBytes(6).toString("hex")}`;
}

function nothing(): void {}
