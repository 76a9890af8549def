import type { AttachedPhoneNumber } from "@dialpool/core";
import {
  type Policy,
  type PolicyInput,
  type PoolDefinition,
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
  /** Rules of selection, or the name of a preset. Default: the dialer's. */
  readonly policy?: Policy | PolicyInput | PresetName;
  /**
   * What selection needs to know of an attached number besides: tags, weight, limits.
   * Default: nothing. The numbers themselves are always those that are attached.
   */
  readonly describe?: (attached: AttachedPhoneNumber) => PoolNumber;
}

/** What pools are loaded with. */
export interface PoolLoaderParts {
  readonly client: Pick<CallPlacer, "agents">;
  readonly store: PoolStore;
  readonly clock: DialerClock;
}

interface KnownPool extends DialerPool {
  readonly parsed: Policy;
  /** The numbers that were loaded last; rejected, or absent, when that is to be done again. */
  numbers: Promise<readonly PoolNumber[]> | undefined;
  /** The load that is under way, for all who ask meanwhile. */
  reload: Promise<readonly PoolNumber[]> | undefined;
  /** Of those that were loaded last, whether one carries only so many calls at once. */
  areLinesLimited: boolean;
  /** Pools of one number that were loaded, by the number. */
  readonly alone: Map<string, Promise<string>>;
}

/** Between an agent's id and a number in the id of the pool of that number alone. */
const FROM = " from ";

/** The agent that a pool of the dialer belongs to: `poolIds` of a store also names pools of one number. */
export function agentOfPool(poolId: string): string {
  const at = poolId.lastIndexOf(FROM);
  return at < 0 ? poolId : poolId.slice(0, at);
}

/** Loads agents' pools into the store, when they are first needed and when they may have changed. */
export class PoolLoader {
  readonly #pools: ReadonlyMap<string, KnownPool>;
  readonly #parts: PoolLoaderParts;

  /** @throws PolicyError */
  constructor(pools: readonly DialerPool[], parts: PoolLoaderParts) {
    this.#parts = parts;
    this.#pools = new Map(
      pools.map((pool): [string, KnownPool] => [
        pool.agentId,
        {
          ...pool,
          parsed: parsePolicy(pool.policy ?? {}),
          numbers: undefined,
          reload: undefined,
          areLinesLimited: false,
          alone: new Map(),
        },
      ]),
    );
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
    const pool = this.#pool(agentId);
    const numbers = await (pool.numbers ?? this.reload(agentId));
    if (callerId === undefined) return agentId;
    const number = numbers.find((each) => each.number === callerId);
    if (number === undefined) return undefined;
    const known = pool.alone.get(callerId) ?? this.#loadAlone(pool, number);
    pool.alone.set(callerId, known);
    return known;
  }

  /** Whether some number of a pool that was loaded carries only so many calls at once: one that ends may free it. */
  areLinesLimited(agentId: string): boolean {
    return this.#pool(agentId).areLinesLimited;
  }

  /**
   * Reads the attached numbers again and loads the pool; whoever asks meanwhile waits for the same.
   *
   * @returns The numbers that are in it now.
   */
  reload(agentId: string): Promise<readonly PoolNumber[]> {
    const pool = this.#pool(agentId);
    if (pool.reload !== undefined) return pool.reload;
    const loading = this.#readAndLoad(pool).finally(() => {
      pool.reload = undefined;
    });
    pool.reload = loading;
    pool.numbers = loading;
    pool.alone.clear();
    loading.catch(() => {
      if (pool.numbers === loading) pool.numbers = undefined;
    });
    return loading;
  }

  async #readAndLoad(pool: KnownPool): Promise<readonly PoolNumber[]> {
    const { agentId, describe = asItIs, parsed } = pool;
    const { attached_phone_numbers: attached } = await this.#parts.client.agents.get(agentId);
    const numbers = (attached ?? []).map(describe);
    await this.#load({ poolId: agentId, numbers, policy: parsed });
    pool.areLinesLimited = [parsed, ...numbers].some(
      ({ limits }) => (limits?.maxConcurrentCalls ?? null) !== null,
    );
    return numbers;
  }

  async #loadAlone({ agentId, alone, parsed }: KnownPool, number: PoolNumber): Promise<string> {
    const pool = poolOfOne({ agentId, policy: parsed }, number);
    try {
      await this.#load(pool);
      return pool.poolId;
    } catch (error) {
      alone.delete(number.number);
      throw error;
    }
  }

  #pool(agentId: string): KnownPool {
    const pool = this.#pools.get(agentId);
    if (pool !== undefined) return pool;
    throw noPool(agentId);
  }

  async #load(pool: PoolDefinition): Promise<void> {
    const { store, clock } = this.#parts;
    await store.load(pool, { now: clock.now(), random: () => clock.random() });
  }
}

/** What an agent without a pool means. */
export function noPool(agentId: string): DialerConfigError {
  const message = `This dialer was given no pool for the agent ${JSON.stringify(agentId)}.`;
  return new DialerConfigError("The agent", [{ path: "agentId", message }]);
}

function asItIs(number: AttachedPhoneNumber): PoolNumber {
  return number;
}

/**
 * The pool that a call is chosen from which insists on its caller ID: one number, with the limits of the agent's policy
 * and without its choice.
 */
export function poolOfOne(
  { agentId, policy: { limits } }: { readonly agentId: string; readonly policy: Policy },
  number: PoolNumber,
): PoolDefinition {
  return {
    poolId: `${agentId}${FROM}${number.number}`,
    numbers: [number],
    policy: parsePolicy({ affinity: "off", order: "least-recently-used", limits: { ...limits } }),
  };
}
