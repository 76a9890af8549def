import type { Redis } from "ioredis";

/** What the server did between two readings. */
export interface ServerWork {
  /** Verbs for each script that it ran: verbs of one turn share a run. */
  readonly verbsPerRun: number;
  /** Its own `commandstats`: time from the beginnings of scripts to their ends, μs for each verb. A busy machine makes it longer. */
  readonly wallMicros: number;
  /** Processor time of its main thread, μs for each verb; with reading and answering. */
  readonly cpuMicros: number;
}

/** Reads what a server has done since it was last asked. */
export class RedisUsage {
  readonly #client: Redis;
  #cpu = 0;

  constructor(client: Redis) {
    this.#client = client;
  }

  async begin(): Promise<void> {
    await this.#client.config("RESETSTAT");
    this.#cpu = await this.#cpuMicros();
  }

  /** @param verbs How many it was asked for since. */
  async end(verbs: number): Promise<ServerWork> {
    const cpu = (await this.#cpuMicros()) - this.#cpu;
    const stats = await this.#client.info("commandstats");
    const [, calls = "0", micros = "0"] = /cmdstat_evalsha:calls=(\d+),usec=(\d+)/.exec(stats) ?? [];
    return { verbsPerRun: verbs / Number(calls), wallMicros: Number(micros) / verbs, cpuMicros: cpu / verbs };
  }

  async #cpuMicros(): Promise<number> {
    const text = await this.#client.info("cpu");
    const seconds = (name: string) =>
      Number(new RegExp(`used_cpu_${name}_main_thread:([\\d.]+)`).exec(text)?.[1]);
    return (seconds("user") + seconds("sys")) * 1e6;
  }
}
