import {
  type RedisCluster,
  type RedisEngine,
  type RedisServer,
  type Replica,
  startCluster,
  startRedis,
  startReplica,
} from "@dialpool/redis-server";
import type { ServerTrouble } from "../plan/plan.js";
import type { StoreHost } from "./store-host.js";

const NAMESPACE = "stress";
const PAUSE_MS = 500;
/** An append-only file that is flushed every second may be two seconds behind. */
const EVERYSEC_LOSS_MS = 2_000;
/** What a master told its clients it also told its replica, a moment later. */
const FAILOVER_LOSS_MS = 1_000;

/** How a server of a run keeps what it is told. */
export type Persistence = "always" | "everysec" | "none";

/** One server, whose append-only file is flushed so often; with a replica if it may be failed over. */
export async function redisHost(
  persistence: Persistence,
  { withReplica = false, ...options }: { readonly withReplica?: boolean; readonly engine?: RedisEngine } = {},
): Promise<StoreHost> {
  let server: RedisServer = await startRedis(
    persistence === "none" ? options : { ...options, appendonly: true, appendfsync: persistence },
  );
  const dead: RedisServer[] = [];
  let replica: Replica | undefined = withReplica ? await startReplica(server) : undefined;
  const strike = async (trouble: ServerTrouble) => {
    if (trouble === "crash") await server.restart({ signal: "SIGKILL" });
    else if (trouble === "failover") {
      if (replica === undefined) throw new RangeError("There is no replica to fail over to.");
      await server.kill();
      await replica.promote();
      dead.push(server);
      ({ server } = replica);
      replica = undefined;
      return addressOf(server);
    } else await strikeServer(server, trouble);
    return undefined;
  };
  return {
    address: addressOf(server),
    lossMs: withReplica ? FAILOVER_LOSS_MS : persistence === "everysec" ? EVERYSEC_LOSS_MS : 0,
    strike,
    stop: async () => {
      await replica?.stop();
      for (const each of [server, ...dead]) await each.stop();
    },
  };
}

/** Three masters; the namespace is on one of them. */
export async function clusterHost(options: { readonly engine?: RedisEngine } = {}): Promise<StoreHost> {
  const cluster: RedisCluster = await startCluster({
    ...options,
    appendonly: true,
    appendfsync: "always",
  });
  const key = `dialpool:{${NAMESPACE}}`;
  return {
    address: `redis-cluster://127.0.0.1:${cluster.ports[0]}/${NAMESPACE}`,
    lossMs: 0,
    strike: async (trouble) => {
      if (trouble === "move-slot") await cluster.moveSlotOf(key);
      else {
        const server = await cluster.nodeOf(key);
        if (trouble === "crash") await server.restart({ signal: "SIGKILL" });
        else await strikeServer(server, trouble);
      }
      return undefined;
    },
    stop: () => cluster.stop(),
  };
}

async function strikeServer(server: RedisServer, trouble: ServerTrouble): Promise<void> {
  if (trouble === "pause") await server.command("CLIENT", "PAUSE", PAUSE_MS, "ALL");
  else if (trouble === "flush-scripts") await server.command("SCRIPT", "FLUSH");
  else throw new RangeError(`This host knows no ${trouble}.`);
}

function addressOf({ url }: RedisServer): string {
  return `${url}/${NAMESPACE}`;
}
