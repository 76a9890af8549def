import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSignedCertificate } from "./certificate.js";
import { commandOf } from "./command.js";
import type { RedisEngine } from "./engine.js";
import { freePorts } from "./free-port.js";
import { configurationOf, type ServerOptions } from "./server-options.js";
import { ServerProcess } from "./server-process.js";

/** A server that was started here. */
export class RedisServer {
  readonly engine: RedisEngine;
  readonly port: number;
  /** Where it talks with the other nodes of its Cluster, if it is in one. */
  readonly busPort: number;
  readonly dir: string;
  /** `redis://…` or `rediss://…`, with the default user's password. */
  readonly url: string;
  /** The certificate to trust, PEM, when the server speaks TLS. */
  readonly ca: string | undefined;
  readonly #password: string | undefined;
  readonly #configuration: string;
  readonly #isDirOurs: boolean;
  #process: ServerProcess;

  private constructor(made: Made, process: ServerProcess) {
    this.engine = made.engine;
    this.port = made.port;
    this.busPort = made.busPort;
    this.dir = made.dir;
    this.ca = made.ca;
    this.#password = made.password;
    this.#configuration = made.configuration;
    this.#isDirOurs = made.isDirOurs;
    this.#process = process;
    this.url = this.urlFor({ password: made.password });
  }

  /**
   * Starts a server on a free port of loopback. It is stopped when this process ends, however it ends.
   *
   * @throws Error with the server's last words when it does not start.
   */
  static async start(engine: RedisEngine, options: ServerOptions): Promise<RedisServer> {
    for (let attempt = 1; ; attempt += 1) {
      const made = await prepare(engine, options);
      const removable = made.isDirOurs ? made.dir : undefined;
      try {
        return new RedisServer(made, await ServerProcess.start(engine, made.configuration, removable));
      } catch (error) {
        if (removable !== undefined) await rm(removable, { recursive: true, force: true });
        // Somebody else may have taken the port meanwhile.
        if (attempt === ATTEMPTS || !/in use|listen/i.test(String(error))) throw error;
      }
    }
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** What another server needs to follow this one. */
  get credentials(): { readonly password?: string } {
    return this.#password === undefined ? {} : { password: this.#password };
  }

  /** Address with somebody's credentials. */
  urlFor({ user = "", password = "" }: { user?: string; password?: string | undefined }): string {
    const credentials = user + password === "" ? "" : `${user}:${encodeURIComponent(password)}@`;
    return `redis${this.ca === undefined ? "" : "s"}://${credentials}127.0.0.1:${this.port}`;
  }

  /** Runs one command as the default user, over a connection of its own. */
  async command(name: string, ...args: (string | number)[]): Promise<unknown> {
    const trust = this.ca === undefined ? {} : { tls: { ca: this.ca } };
    return commandOf({ port: this.port, ...this.credentials, ...trust }, name, ...args);
  }

  /** Resolves at the next line of its log that matches; ask before you cause it. */
  says(pattern: RegExp): Promise<void> {
    return this.#process.log.says(pattern);
  }

  /** Ends the server as a crash would; its folder stays. */
  async kill(): Promise<void> {
    await this.#process.end("SIGKILL");
  }

  /** Starts it again on the same port and data, once it was ended: at once after `kill`. */
  async start(): Promise<void> {
    const removable = this.#isDirOurs ? this.dir : undefined;
    this.#process = await ServerProcess.start(this.engine, this.#configuration, removable);
  }

  /** Ends it in good order, or by `SIGKILL`, and starts it again. */
  async restart({ signal = "SIGTERM" }: { signal?: "SIGTERM" | "SIGKILL" } = {}): Promise<void> {
    await this.#process.end(signal);
    await this.start();
  }

  /** Stops the process where it stands, with its connections open: nothing is answered until `resume`. */
  pause(): void {
    this.#process.freeze();
  }

  resume(): void {
    this.#process.thaw();
  }

  /** Ends it and removes its folder. Safe to repeat. */
  async stop(): Promise<void> {
    await this.#process.end("SIGKILL");
    if (this.#isDirOurs) await rm(this.dir, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

const ATTEMPTS = 5;

interface Made {
  readonly engine: RedisEngine;
  readonly port: number;
  readonly busPort: number;
  readonly dir: string;
  readonly isDirOurs: boolean;
  readonly ca: string | undefined;
  readonly password: string | undefined;
  readonly configuration: string;
}

async function prepare(engine: RedisEngine, options: ServerOptions): Promise<Made> {
  const [port, busPort] = (await freePorts(2)) as [number, number];
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "dialpool-redis-")));
  const certificate = options.tls === true ? await selfSignedCertificate() : undefined;
  const files = { cert: join(dir, "certificate.pem"), key: join(dir, "key.pem") };
  if (certificate !== undefined) {
    await writeFile(files.cert, certificate.cert);
    await writeFile(files.key, certificate.key, { mode: 0o600 });
  }
  return {
    engine,
    port,
    busPort,
    dir,
    isDirOurs: options.dir === undefined,
    ca: certificate?.cert,
    password: options.password,
    configuration: configurationOf(options, {
      port,
      busPort,
      dir,
      ...(certificate === undefined ? {} : { certificate: files }),
    }),
  };
}
