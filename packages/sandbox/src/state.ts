import type { Random } from "./random.js";
import { randomUuid } from "./random.js";
import type { CallTimeline } from "./telephony.js";

/** A number of the workspace's inventory. */
export interface OwnedNumber {
  readonly slug: string;
  readonly number: string;
  readonly sid: string | null;
  /** Fields of the API's record that the simulation does not act on. */
  details: Readonly<Record<string, unknown>>;
}

/** An agent and its pool. */
export interface SandboxAgent {
  readonly modelId: string;
  /** Fields of the API's record, as created and updated. */
  fields: Readonly<Record<string, unknown>> & { readonly type: string; readonly name: string };
  /** Slugs of the attached numbers, in the order attached. */
  readonly pool: Set<string>;
}

/** A call that was placed. */
export interface SandboxCall {
  readonly callId: string;
  readonly modelId: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  /** When the request came, epoch ms of the sandbox's clock. */
  readonly createdAt: number;
  readonly timeline: CallTimeline;
  readonly variables: readonly { readonly key: string; readonly value: string }[];
}

/** Everything the simulated account holds. */
export interface SandboxState {
  readonly workspaceId: string;
  readonly agents: Map<string, SandboxAgent>;
  /** By slug. */
  readonly numbers: Map<string, OwnedNumber>;
  /** In the order placed. */
  readonly calls: SandboxCall[];
  readonly callsById: Map<string, SandboxCall>;
  newId(): string;
}

/** An account with nothing in it. */
export function createState(workspaceId: string, random: Random): SandboxState {
  return {
    workspaceId,
    agents: new Map(),
    numbers: new Map(),
    calls: [],
    callsById: new Map(),
    newId: () => randomUuid(random),
  };
}

/** The inventory number with this value, `+` or not. */
export function findNumber(state: SandboxState, value: string): OwnedNumber | undefined {
  for (const number of state.numbers.values()) if (number.number === value) return number;
  return undefined;
}

/** Agents whose pool or own number it is. */
export function agentsUsing(state: SandboxState, { slug, number }: OwnedNumber): readonly SandboxAgent[] {
  return [...state.agents.values()].filter(
    (agent) => agent.pool.has(slug) || agent.fields.phone_number === number,
  );
}

/** A number is available while no inbound agent answers on it. */
export function isAvailable(state: SandboxState, number: OwnedNumber): boolean {
  return agentsUsing(state, number).every((agent) => agent.fields.type !== "inbound");
}
