import type { Cluster, Redis } from "ioredis";
import type { RedisClientType, RedisClusterType } from "redis";

/** The clients that are taken: ioredis 6 and node-redis 6, one server or a cluster. */
// biome-ignore lint/suspicious/noExplicitAny: the type parameters of node-redis say which modules are there, which is no matter here.
export type RedisClient = Redis | Cluster | RedisClientType<any, any, any, any, any> | RedisClusterType<any, any, any, any, any>;
