import { type AgentRecord, isInbound } from "./agents.js";
import type { NumberRecord } from "./numbers.js";

/**
 * The agents and numbers of the sandbox's one workspace.
 *
 * Tests may change it behind a client's back: that is how a pool that changed meanwhile is simulated.
 */
export class Workspace {
  private readonly agentsById = new Map<string, AgentRecord>();
  private readonly numbersBySlug = new Map<string, NumberRecord>();
  private readonly slugsByNumber = new Map<string, string>();

  /** All agents, oldest first. */
  get agents(): readonly AgentRecord[] {
    return [...this.agentsById.values()];
  }

  /** All numbers, oldest first. */
  get numbers(): readonly NumberRecord[] {
    return [...this.numbersBySlug.values()];
  }

  agent(id: string): AgentRecord | undefined {
    return this.agentsById.get(id);
  }

  numberBySlug(slug: string): NumberRecord | undefined {
    return this.numbersBySlug.get(slug);
  }

  numberByValue(number: string): NumberRecord | undefined {
    const slug = this.slugsByNumber.get(number);
    return slug === undefined ? undefined : this.numbersBySlug.get(slug);
  }

  addAgent(agent: AgentRecord): void {
    this.agentsById.set(agent.id, agent);
  }

  removeAgent(id: string): void {
    this.agentsById.delete(id);
  }

  addNumber(number: NumberRecord): void {
    this.numbersBySlug.set(number.slug, number);
    this.slugsByNumber.set(number.number, number.slug);
  }

  /** Removes a number from the workspace and from every agent. */
  removeNumber(slug: string): void {
    const record = this.numbersBySlug.get(slug);
    if (record === undefined) return;
    this.numbersBySlug.delete(slug);
    this.slugsByNumber.delete(record.number);
    for (const agent of this.agentsById.values()) this.detach(agent.id, slug);
  }

  /** Adds numbers to an agent's pool; those in it already stay where they are. */
  attach(agentId: string, slugs: readonly string[]): void {
    const pool = this.agentsById.get(agentId)?.pool;
    for (const slug of slugs) pool?.add(slug);
  }

  /** Takes a number out of an agent's pool. It is no longer the agent's own number either. */
  detach(agentId: string, slug: string): void {
    const agent = this.agentsById.get(agentId);
    if (agent === undefined) return;
    agent.pool.delete(slug);
    if (agent.ownSlug === slug) agent.ownSlug = null;
  }

  /** The numbers of an agent's pool, in the order in which they were attached. */
  poolOf(agentId: string): readonly NumberRecord[] {
    const slugs = [...(this.agentsById.get(agentId)?.pool ?? [])];
    return slugs.flatMap((slug) => this.numbersBySlug.get(slug) ?? []);
  }

  /** Agents that use a number. */
  agentsUsing(slug: string): readonly AgentRecord[] {
    return this.agents.filter((agent) => agent.pool.has(slug));
  }

  /** Slugs of the numbers on which an inbound agent answers. */
  slugsInInboundUse(): ReadonlySet<string> {
    return new Set(this.agents.filter(isInbound).flatMap((agent) => [...agent.pool]));
  }
}
