import { randomBytes } from "node:crypto";
import { describe, inject, it } from "vitest";
import type { RedisEngine } from "../engine.js";
import type {} from "./provided.js";

/** A server that the whole run shares. */
export interface SharedRedis {
  readonly url: string;
  /** A new name on each call, for a namespace or a prefix that nobody else uses. */
  uniqueName(): string;
}

/** Declares a suite once for every server of the run. Without one it is skipped, with the reason. */
export function describeRedis(name: string, body: (redis: SharedRedis) => void): void {
  const { servers, reason } = inject("dialpoolRedis");
  for (const server of servers)
    describe(`${name} (${server.name})`, () => body({ url: server.url, uniqueName }));
  if (servers.length === 0) declareSkipped(name, reason);
}

/** Declares a suite whose tests start servers of their own, once for every engine that is here. */
export function describeRedisEngines(name: string, body: (engine: RedisEngine) => void): void {
  const { engines, reason } = inject("dialpoolRedis");
  for (const engine of engines) describe(`${name} (${engine.name} ${engine.version})`, () => body(engine));
  if (engines.length === 0)
    declareSkipped(name, reason ?? "It needs redis-server or valkey-server on the PATH.");
}

function declareSkipped(name: string, reason = "The set-up of the run found no Redis."): void {
  describe(name, () => {
    it(`needs Redis (skipped: ${reason})`, (test) => test.skip(reason));
  });
}

function uniqueName(): string {
  return `test-${randomBytes(6).toString("hex")}`;
}
