export type { RedisEngine } from "./engine.js";
export { type FoundRedis, findRedis } from "./find-redis.js";
export { RedisServer } from "./redis-server.js";
export type { ServerOptions } from "./server-options.js";
export { startRedis } from "./start-redis.js";
