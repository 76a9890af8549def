export type { RedisEngine } from "./engine.js";
export { type FoundRedis, findRedis } from "./find-redis.js";
export { RedisServer } from "./redis-server.js";
export type { ServerOptions } from "./server-options.js";
export { type RedisCluster, startCluster } from "./start-cluster.js";
export { startRedis } from "./start-redis.js";
export { type Replica, startReplica } from "./start-replica.js";
export { type Sentinel, startSentinel } from "./start-sentinel.js";
