import { Cluster, Redis, type RedisOptions } from "ioredis";
import { createClient, createClientPool, createCluster } from "redis";
import type { RedisClient } from "../../src/client/index.js";

/** Credentials and trust besides an address. */
export interface Access {
  readonly ca?: string | undefined;
}

/** A client that is open, and how to close it. */
export interface OpenClient extends AsyncDisposable {
  readonly client: RedisClient;
}

/** One way of making a client. */
export interface ClientKind {
  readonly name: string;
  open(url: string, access?: Access): Promise<OpenClient>;
}

function ignore(): void {}

function ioredis(name: string, options: Omit<RedisOptions, "replyMapping"> = {}): ClientKind {
  return {
    name,
    open: async (url, { ca } = {}) => {
      const client = new Redis(url, { ...(ca === undefined ? {} : { tls: { ca } }), ...options });
      client.on("error", ignore);
      return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
    },
  };
}

function nodeRedis(name: string, RESP: 2 | 3): ClientKind {
  return {
    name,
    open: async (url, { ca } = {}) => {
      const client = createClient({ url, RESP, ...(ca === undefined ? {} : { socket: { tls: true, ca } }) });
      client.on("error", ignore);
      void client.connect().catch(ignore);
      const close = async () => {
        if (client.isOpen) client.destroy();
      };
      return { client, [Symbol.asyncDispose]: close };
    },
  };
}

/** The usual clients of one server: what they say on the wire differs, what they answer must not. */
export const clientKinds: readonly ClientKind[] = [
  ioredis("ioredis"),
  ioredis("ioredis over RESP2", { protocol: 2 }),
  ioredis("ioredis with pipelines of its own, and a prefix", {
    enableAutoPipelining: true,
    keyPrefix: "mine:",
  }),
  ioredis("ioredis that connects when asked", { lazyConnect: true }),
  nodeRedis("node-redis over RESP3", 3),
  nodeRedis("node-redis over RESP2", 2),
  {
    name: "a pool of node-redis",
    open: async (url) => {
      const client = createClientPool({ url });
      client.on("error", ignore);
      await client.connect();
      return { client, [Symbol.asyncDispose]: async () => client.destroy() };
    },
  },
];

/** One client of each library: where only the library matters. */
export const libraries: readonly ClientKind[] = clientKinds.filter(({ name }) =>
  ["ioredis", "node-redis over RESP3"].includes(name),
);

/** The clients of a cluster, by the ports of its nodes. */
export const clusterKinds: readonly { name: string; open(ports: readonly number[]): Promise<OpenClient> }[] =
  [
    {
      name: "ioredis",
      open: async (ports) => {
        const client = new Cluster(ports.map((port) => ({ host: "127.0.0.1", port })));
        client.on("error", ignore);
        return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
      },
    },
    {
      name: "node-redis",
      open: async (ports) => {
        const client = createCluster({
          rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })),
        });
        client.on("error", ignore);
        await client.connect();
        return { client, [Symbol.asyncDispose]: async () => client.destroy() };
      },
    },
  ];
