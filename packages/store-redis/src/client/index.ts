export { storeErrorOf } from "./connection-errors.js";
export { type ConnectorOptions, connectorOf, type ScriptRunner } from "./connector.js";
export type { RedisClient } from "./redis-client.js";
export { type Script, scriptOf } from "./script.js";
