export { describeRedis, describeRedisEngines, type SharedRedis } from "./describe-redis.js";
export type { ProvidedRedis, ProvidedServer } from "./provided.js";
