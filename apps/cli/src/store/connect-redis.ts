import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Cluster, Redis } from "ioredis";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import { type RedisAddress, redisShown } from "./store-setting.js";

/** No server that is well takes longer to answer, ms. */
const CONNECT_TIMEOUT_MS = 5000;
const MAX_RECONNECT_DELAY_MS = 2000;

/**
 * Connects to a Redis server. Once connected, a connection that breaks is made anew; what was
 * under way then fails, and is never sent twice.
 *
 * @throws PoolStoreError `store_unavailable` or `store_denied`. @throws CliError (exit 3) if the address is of another kind.
 */
export async function connectRedis(address: RedisAddress): Promise<Redis | Cluster> {
  // Loaded here: few commands need it. It is CommonJS, whose names only the default has once it is bundled.
  const { default: ioredis } = await import("ioredis");
  const { host, port, isTls, isCluster, database, username, password } = address;
  let isReady = false;
  const retry = (times: number) => (isReady ? Math.min(times * 100, MAX_RECONNECT_DELAY_MS) : null);
  const options = {
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Whether what was under way has been done is not known.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 3,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isTls ? { tls: {} } : {}),
  };
  const client = isCluster
    ? new ioredis.Cluster([{ host, port }], {
        lazyConnect: true,
        clusterRetryStrategy: retry,
        redisOptions: options,
      })
    : new ioredis.Redis({ ...options, host, port, lazyConnect: true, retryStrategy: retry });
  let fault: unknown;
  // Somebody has to listen, or Node ends the process. The commands fail by themselves.
  client.on("error", (error) => {
    fault = error;
  });
  try {
    await inTime(client.connect());
    if (!isCluster && database > 0) await (client as Redis).select(database);
    isReady = true;
    return client;
  } catch (error) {
    client.disconnect();
    throw cannotConnect(address, fault ?? error);
  }
}

/** A server that takes the connection and then says nothing is away as well. */
async function inTime(connecting: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it does not answer")), CONNECT_TIMEOUT_MS);
  });
  try {
    await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
    connecting.catch(() => {});
  }
}

function cannotConnect(address: RedisAddress, error: unknown): Error {
  const message = messageOf(error);
  // The library's own error holds the command that failed, and that may be the password's.
  const cause = new Error(message);
  const shown = redisShown(address);
  if (/^NOAUTH\b/.test(message))
    return new PoolStoreError("store_denied", `${shown} wants a password.`, { cause });
  if (/^WRONGPASS\b/.test(message))
    return new PoolStoreError("store_denied", `${shown} refuses this user and password.`, { cause });
  const [, right] = /^NOPERM .*'([\w|-]+)' command/.exec(message) ?? [];
  if (right !== undefined)
    return new PoolStoreError(
      "store_denied",
      `${shown} lets this user in, but not run ${right.toUpperCase()}. Grant it there: ACL SETUSER NAME +${right}.`,
      { cause },
    );
  if (/cluster support disabled/.test(message))
    return new CliError(EXIT.config, `${shown} is no cluster.`, { hint: "Leave ?cluster=true away.", cause });
  if (/DB index is out of range/.test(message))
    return new CliError(EXIT.config, `The server has no database ${address.database}.`, { cause });
  if (/^Unknown RESP type/.test(message))
    return new CliError(EXIT.config, `What answers at ${shown} is no Redis server.`, { cause });
  if (isCertificateFault(error))
    return new CliError(EXIT.config, `The certificate of ${shown} is not trusted: ${message}.`, {
      hint: "Name the authority that signed it: NODE_EXTRA_CA_CERTS=FILE.pem.",
      cause,
    });
  return new PoolStoreError("store_unavailable", `Cannot connect to ${shown}: ${message}.`, { cause });
}

/** Node's and OpenSSL's codes for a certificate that is not trusted, or is another host's. */
function isCertificateFault(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code);
}

/** A cluster's own error says only that no node could be asked. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { lastNodeError } = error as { readonly lastNodeError?: unknown };
  return lastNodeError instanceof Error ? lastNodeError.message : error.message;
}
