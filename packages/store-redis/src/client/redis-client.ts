/** What both libraries' clients have of an event emitter. */
export interface ClientEvents {
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  off(event: string, listener: (...values: unknown[]) => void): unknown;
}

/** A `Redis` or `Cluster` of ioredis: told by its `status` and `call`. */
export interface IoredisClient extends ClientEvents {
  /** `"ready"` once commands are answered. */
  readonly status: string;
  connect(): Promise<unknown>;
  call(command: string, args: string[]): Promise<unknown>;
}

/** What `createClient`, `createClientPool`, `createSentinel` and `createCluster` of node-redis have in common. */
interface NodeRedisBase extends ClientEvents {
  /** Whether it was connected and not closed since. */
  readonly isOpen: boolean;
}

/** Options of one command of node-redis. */
export interface NodeRedisCommandOptions {
  /** How long it may wait to be written, ms. */
  readonly timeout?: number;
  readonly typeMapping?: Record<never, never>;
}

/** A client of node-redis' `createClient`, or a pool of `createClientPool`. */
export interface NodeRedisClient extends NodeRedisBase {
  sendCommand(args: string[], options?: NodeRedisCommandOptions): Promise<unknown>;
}

/** A cluster of node-redis' `createCluster`. */
export interface NodeRedisCluster extends NodeRedisBase {
  /** Every node that is known. */
  readonly masters: readonly unknown[];
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
    options?: NodeRedisCommandOptions,
  ): Promise<unknown>;
}

/** A client of node-redis' `createSentinel`. */
export interface NodeRedisSentinel extends NodeRedisBase {
  getSentinelNode(): unknown;
  sendCommand(
    isReadonly: boolean | undefined,
    args: string[],
    options?: NodeRedisCommandOptions,
  ): Promise<unknown>;
}

/** The clients that a store works with: the user's own, already set up with address, password and TLS. */
export type RedisClient = IoredisClient | NodeRedisClient | NodeRedisCluster | NodeRedisSentinel;

/** Whether a client is one of ioredis. */
export function isIoredis(client: RedisClient): client is IoredisClient {
  return "status" in client && "call" in client && typeof client.call === "function";
}

/** Whether a client is a cluster of node-redis. */
export function isNodeRedisCluster(client: RedisClient): client is NodeRedisCluster {
  return "isOpen" in client && "masters" in client;
}

/** Whether a client is one of node-redis' Sentinel. */
export function isNodeRedisSentinel(client: RedisClient): client is NodeRedisSentinel {
  return "isOpen" in client && "getSentinelNode" in client;
}

/** Whether a client is a single one, or a pool, of node-redis. */
export function isNodeRedis(client: RedisClient): client is NodeRedisClient {
  return "isOpen" in client && "sendCommand" in client && typeof client.sendCommand === "function";
}
