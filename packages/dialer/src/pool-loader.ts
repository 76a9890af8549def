import type { AttachedPhoneNumber } from "@dialpool/core";
import {
  type Policy,
  type PolicyInput,
  type PoolNumber,
  type PoolStore,
  type PresetName,
  parsePolicy,
} from "@dialpool/pool-strategies";
import { DialerConfigError } from "./errors.js";
import type { CallPlacer, DialerClock } from "./ports.js";

/** An agent's pool, as the dialer is told of it. */
export interface DialerPool {
  readonly agentId: string;
  /** Rules of selection, or the name of a preset. Default: the defaults of every rule. */
  readonly policy?: Policy | PolicyInput | PresetName;
  /**
   * What selection needs to know of an attached number besides: tags, weight, limits.
   * Default: nothing. The numbers themselves are always those that are attached.
   */
  readonly describe?: (attached: AttachedPhoneNumber) => PoolNumber;
}

interface KnownPool extends DialerPool {
  readonly parsed: Policy;
  numbers: readonly PoolNumber[] | undefined;
}

/** Loads agents' pools into the store, when they are first needed and when they may have changed. */
export class PoolLoader {
  readonly #pools: ReadonlyMap<string, KnownPool>;
  readonly #parts: PoolLoaderParts;
  /** Pools of one number, by the pool they were made from. */
  readonly #alone = new Map<string, Set<string>>();

  /** @throws PolicyError */
  constructor(pools: readonly DialerPool[], parts: PoolLoaderParts) {
    this.#pools = new Map(
      pools.map((pool) => [
        pool.agentId,
        { ...pool, parsed: parsePolicy(pool.policy ?? {}), numbers: undefined },
      ]),
    );
    this.#parts = parts;
  }

  has(agentId: string): boolean {
    return this.#pools.has(agentId);
  }

  /**
   * Id of the pool to choose from: the agent's, or one of just the caller ID that is insisted on, whose
   * limits are the number's and the policy's as ever.
   *
   * @returns `undefined` when that caller ID is not attached to the agent.
   */
  async poolFor(agentId: string, callerId?: string): Promise<string | undefined> {
    const pool = await this.#loaded(agentId);
    if (callerId === undefined) return agentId;
    const number = pool.numbers?.find((each) => each.number === callerId);
    if (number === undefined) return undefined;
    const poolId = `${agentId} from ${callerId}`;
    const alone = this.#alone.get(agentId) ?? new Set();
    if (!alone.has(poolId)) {
      await this.#load(poolId, [number], aloneIn(pool.parsed));
      this.#alone.set(agentId, alone.add(poolId));
    }
    return poolId;
  }

  /**
   * Reads the attached numbers again and loads the pool.
   *
   * @returns The numbers that are in it now.
   */
  async reload(agentId: string): Promise<readonly PoolNumber[]> {
    const pool = this.#pool(agentId);
    const { attached_phone_numbers: attached } = await this.#parts.client.agents.get(agentId);
    const describe = pool.describe ?? ((number: AttachedPhoneNumber): PoolNumber => number);
    pool.numbers = (attached ?? []).map(describe);
    await this.#load(agentId, pool.numbers, pool.parsed);
    this.#alone.delete(agentId);
    return pool.numbers;
  }

  async #loaded(agentId: string): Promise<KnownPool> {
    const pool = this.#pool(agentId);
    if (pool.numbers === undefined) await this.reload(agentId);
    return pool;
  }

  #pool(agentId: string): KnownPool {
    const pool = this.#pools.get(agentId);
    if (pool !== undefined) return pool;
    throw new DialerConfigError("The agent", [
      { path: "agentId", message: `This dialer was given no pool for the agent ${JSON.stringify(agentId)}.` },
    ]);
  }

  async #load(poolId: string, numbers: readonly PoolNumber[], policy: Policy): Promise<void> {
    const { store, clock } = this.#parts;
    await store.load({ poolId, numbers, policy }, { now: clock.now(), random: () => clock.random() });
  }
}

/** What pools are loaded with. */
export interface PoolLoaderParts {
  readonly client: Pick<CallPlacer, "agents">;
  readonly store: PoolStore;
  readonly clock: DialerClock;
}

/** The limits of a policy without its choice: there is one number, and it is wanted. */
function aloneIn({ limits }: Policy): Policy {
  return parsePolicy({ affinity: "off", order: "least-recently-used", limits: { ...limits } });
}
