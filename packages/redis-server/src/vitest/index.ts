export {
  describeRedis,
  describeRedisEngines,
  type SharedRedis,
  type VitestFunctions,
} from "./describe-redis.js";
export type { ProvidedRedis, ProvidedServer } from "./provided.js";
