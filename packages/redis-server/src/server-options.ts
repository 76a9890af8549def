import type { RedisEngine } from "./engine.js";

/** How a server is to be. */
export interface ServerOptions {
  /** Default: the first on the PATH. */
  readonly engine?: RedisEngine;
  /** Connections are TLS with a new certificate that signs itself. Default `false`. */
  readonly tls?: boolean;
  /** Of the default user. Default: none is asked for. */
  readonly password?: string;
  /** Whether writes go to an append-only file. Default `false`: nothing survives a restart. */
  readonly appendonly?: boolean;
  /** When that file is flushed to the disk. Default `"everysec"`, the engine's own. */
  readonly appendfsync?: "always" | "everysec" | "no";
  /** For example `"50mb"`; more is refused, nothing is thrown out. Default: no limit. */
  readonly maxmemory?: string;
  /** Users besides the default one, as `ACL SETUSER` takes them: `"dialer on >secret ~* +@all"`. */
  readonly acl?: readonly string[];
  /** Where data is kept. Default: a new temporary folder, removed by `stop`. */
  readonly dir?: string;
  /** Whether it is to be a node of a Cluster. Default `false`. */
  readonly cluster?: boolean;
  /** Any other settings of the configuration file, by name. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What the place of a server adds to its options. */
export interface ServerPlace {
  readonly port: number;
  /** Where a node of a Cluster talks with the others. */
  readonly busPort: number;
  readonly dir: string;
  /** Paths of PEM files, for TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** A machine that is busy with other tests must not look like a node that failed. */
const NODE_TIMEOUT_MS = 15_000;

/** The configuration file, on loopback only. */
export function configurationOf(
  options: ServerOptions,
  { port, busPort, dir, certificate }: ServerPlace,
): string {
  const settings: [name: string, value: string][] = [
    ["bind", "127.0.0.1"],
    ["port", certificate === undefined ? String(port) : "0"],
    ["dir", dir],
    ["daemonize", "no"],
    ["save", ""],
    // A replica is served at once, instead of waiting for more to come.
    ["repl-diskless-sync-delay", "0"],
    ["appendonly", options.appendonly === true ? "yes" : "no"],
    ["appendfsync", options.appendfsync ?? "everysec"],
    ["maxmemory-policy", "noeviction"],
  ];
  if (options.maxmemory !== undefined) settings.push(["maxmemory", options.maxmemory]);
  if (options.password !== undefined)
    settings.push(["requirepass", options.password], ["masterauth", options.password]);
  if (certificate !== undefined)
    settings.push(
      ["tls-port", String(port)],
      ["tls-cert-file", certificate.cert],
      ["tls-key-file", certificate.key],
      ["tls-ca-cert-file", certificate.cert],
      ["tls-auth-clients", "no"],
      ["tls-replication", "yes"],
    );
  if (options.cluster === true)
    settings.push(
      ["cluster-enabled", "yes"],
      ["cluster-port", String(busPort)],
      ["cluster-node-timeout", String(NODE_TIMEOUT_MS)],
    );
  settings.push(...Object.entries(options.settings ?? {}));
  const users = (options.acl ?? []).map((user) => `user ${user}`);
  return [...settings.map(([name, value]) => `${name} ${quoted(value)}`), ...users, ""].join("\n");
}

function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
