import type { RedisClient } from "@dialpool/store-redis";
import type { Cluster, Redis } from "ioredis";

/**
 * The same client for a store whose scripts have no hook: each run of a script is one transaction with a line of a list, so
 * nothing comes between the two. A run that did nothing, and was sent again, has left a line as well.
 *
 * @param line The present one.
 */
export function linedScripts(client: Redis | Cluster, list: string, line: () => string): RedisClient {
  return {
    get status() {
      return client.status;
    },
    connect: () => client.connect(),
    on: (event, listener) => client.on(event, listener),
    off: (event, listener) => client.off(event, listener),
    call: async (command, args) => {
      if (!command.startsWith("EVAL")) return client.call(command, args);
      const answers = await client
        .multi()
        .call(command, ...args)
        .rpush(list, line())
        .exec();
      const [error, answer] = answers?.[0] ?? [new Error("The server answered a transaction with nothing.")];
      if (error) throw error;
      return answer;
    },
  };
}
