import { resolve } from "node:path";
import { CliError } from "../cli-error.js";
import { EXIT, type ExitCode } from "../exit-codes.js";

/** Where the pool state is kept, as it was asked for. */
export type StoreSetting =
  /** In this process: the call records are counted anew by every command. */
  | { readonly kind: "memory" }
  /** Absolute path; absent: the workspace's own file in the state folder of this machine. */
  | { readonly kind: "sqlite"; readonly path?: string }
  | ({ readonly kind: "redis" } & RedisAddress);

/** A Redis server, and what of it is ours. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** The address is one of a cluster's. */
  readonly isCluster: boolean;
  readonly username?: string;
  readonly password?: string;
  /** Number of the database; always 0 in a cluster. */
  readonly database: number;
  /** Absent: the workspace's own. */
  readonly namespace?: string;
  readonly keyPrefix?: string;
}

/** `store` of the configuration: a text, or a Redis server with its namespace beside it. */
export type StoreInput =
  | string
  | { readonly url: string; readonly namespace?: string; readonly keyPrefix?: string };

/** How the configuration is to be told that something is wrong. */
interface Source {
  /** Names the flag, the variable, or the file and its key. */
  readonly name: string;
  /** Relative paths begin here. */
  readonly folder: string;
  readonly exitCode: ExitCode;
}

const HINT =
  "Write a file, redis://HOST:PORT (rediss:// with TLS), or memory to keep nothing beyond this command.";

/**
 * Reads a store's setting. No message quotes it: an address may hold a password.
 *
 * @throws CliError (exit 2 for a flag, else 3) that says what is wrong with it.
 */
export function parseStoreSetting(input: StoreInput, source: Source): StoreSetting {
  if (typeof input !== "string") return redisSetting(input.url, source, input);
  const text = input.trim();
  if (text === "") throw wrong(source, "is empty");
  if (text === "memory") return { kind: "memory" };
  if (text.includes("://")) return redisSetting(text, source);
  if (text.startsWith(":")) throw wrong(source, "is no file");
  return { kind: "sqlite", path: resolve(source.folder, text) };
}

function redisSetting(
  text: string,
  source: Source,
  beside: { readonly namespace?: string; readonly keyPrefix?: string } = {},
): StoreSetting {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw wrong(source, "is not an address like redis://127.0.0.1:6379");
  const { protocol, hostname, port, username, password, pathname, searchParams } = url;
  if (protocol !== "redis:" && protocol !== "rediss:")
    throw wrong(source, "has a scheme that is neither redis:// nor rediss://");
  if (hostname === "") throw wrong(source, "names no host");
  const [, database] = /^\/?(\d{0,4})$/.exec(pathname) ?? [];
  if (database === undefined) throw wrong(source, "has a path that is not the number of a database");
  const unknown = [...searchParams.keys()].find((key) => !PARAMETERS.has(key));
  if (unknown !== undefined)
    throw wrong(source, `has a parameter that is not known; known are: ${[...PARAMETERS].join(", ")}`);
  const named = (key: "namespace" | "keyPrefix") => {
    const value = searchParams.get(key) ?? beside[key];
    if (value !== undefined && !/^[\w.:@/-]{1,100}$/.test(value))
      throw wrong(source, `has a ${key} that is not made of letters, digits and . : @ / - _`);
    return value === undefined ? {} : { [key]: value };
  };
  const cluster = searchParams.get("cluster") ?? "false";
  if (cluster !== "true" && cluster !== "false")
    throw wrong(source, "has a cluster that is not true or false");
  if (cluster === "true" && Number(database) !== 0)
    throw wrong(source, "names a database, and a cluster has only the first");
  return {
    kind: "redis",
    host: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
    port: port === "" ? 6379 : Number(port),
    isTls: protocol === "rediss:",
    isCluster: cluster === "true",
    database: Number(database),
    ...decoded(source, { username, password }),
    ...named("namespace"),
    ...named("keyPrefix"),
  };
}

const PARAMETERS: ReadonlySet<string> = new Set(["namespace", "keyPrefix", "cluster"]);

function decoded(source: Source, parts: Readonly<Record<"username" | "password", string>>) {
  try {
    return Object.fromEntries(
      Object.entries(parts).flatMap(([key, part]) => (part === "" ? [] : [[key, decodeURIComponent(part)]])),
    ) as { readonly username?: string; readonly password?: string };
  } catch {
    throw wrong(source, "has a % in its user or password that is not written as %25");
  }
}

/** The password in an address, as it is written there; absent if there is none, or the text is no address. */
export function passwordOf(input: StoreInput): string | undefined {
  const text = typeof input === "string" ? input : input.url;
  return URL.canParse(text) ? new URL(text).password || undefined : undefined;
}

function wrong({ name, exitCode }: Source, fault: string): CliError {
  return new CliError(exitCode, `${name} ${fault}.`, { hint: HINT });
}

/** The address as people may see it: without user and password. */
export function redisShown({ host, port, isTls, isCluster, database }: RedisAddress): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${isTls ? "rediss" : "redis"}://${name}:${port}/${isCluster ? "?cluster=true" : database}`;
}

/** Flags, then the environment, then the configuration, then a file of the workspace's own. */
export function storeSettingOf({
  flag,
  variable,
  configured,
  cwd,
  configFolder,
}: {
  readonly flag?: string | undefined;
  readonly variable?: string | undefined;
  readonly configured?: StoreInput | undefined;
  readonly cwd: string;
  readonly configFolder: string;
}): StoreSetting {
  if (flag !== undefined)
    return parseStoreSetting(flag, { name: "--store", folder: cwd, exitCode: EXIT.usage });
  if (variable)
    return parseStoreSetting(variable, { name: "DIALPOOL_STORE", folder: cwd, exitCode: EXIT.config });
  if (configured !== undefined)
    return parseStoreSetting(configured, {
      name: "store of dialpool.yaml",
      folder: configFolder,
      exitCode: EXIT.config,
    });
  return { kind: "sqlite" };
}
