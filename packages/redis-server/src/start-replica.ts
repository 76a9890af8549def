import { RedisServer } from "./redis-server.js";

/** A server that follows another. */
export interface Replica {
  readonly server: RedisServer;
  /** Resolves once all that the master has written by now has reached it. */
  catchUp(): Promise<void>;
  /** Makes it a master, as a failover does: what had not reached it by now is lost with the old master. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a replica of a server, of the same engine and password but without an append-only file; resolves once it has all data.
 *
 * @throws Error for a server that speaks TLS: the two would not trust each other's certificates.
 */
export async function startReplica(of: RedisServer): Promise<Replica> {
  if (of.ca !== undefined) throw new Error("A replica of a server that speaks TLS is not supported here.");
  const server = await RedisServer.start(of.engine, of.credentials);
  const synced = server.says(/sync: Finished with success/);
  // The server may end while nobody waits for this.
  synced.catch(() => {});
  await server.command("REPLICAOF", "127.0.0.1", of.port);
  await synced;
  return {
    server,
    catchUp: async () => {
      const written = await offsetOf(of, "master_repl_offset");
      // Each question takes a connection, so this does not spin.
      while ((await offsetOf(server, "slave_repl_offset")) < written);
    },
    promote: async () => {
      await server.command("REPLICAOF", "NO", "ONE");
    },
    stop: () => server.stop(),
  };
}

async function offsetOf(server: RedisServer, field: string): Promise<number> {
  const info = (await server.command("INFO", "replication")) as string;
  return Number(new RegExp(`^${field}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}
