import type { AgentRecord } from "../state/agents.js";
import { Workspace } from "../state/workspace.js";
import { SEEDED } from "./ids.js";
import { INBOUND_NUMBER, numberRecord, poolNumbers, UNATTACHED_NUMBERS } from "./seeded-numbers.js";

/** What the first contents of a workspace depend on. */
export interface SeedOptions {
  readonly seed: number;
  readonly poolSize: number;
  /** When the numbers were made, by the caller's clock. */
  readonly now: number;
}

/** Numbers of the pool that the second agent shares. */
const SHARED_NUMBERS = 5;

/** The workspace with which a sandbox starts. */
export function seedWorkspace({ seed, poolSize, now }: SeedOptions): Workspace {
  const workspace = new Workspace();
  const pool = poolNumbers(poolSize).map((one) => numberRecord(one, seed, now));
  const inboundLine = numberRecord(INBOUND_NUMBER, seed, now);
  const unattached = UNATTACHED_NUMBERS.map((one) => numberRecord(one, seed, now));
  for (const number of [...pool, inboundLine, ...unattached]) workspace.addNumber(number);

  const slugs = pool.map(({ slug }) => slug);
  workspace.addAgent(agentWith(SEEDED.agentId, "outbound", "Spring renewals", slugs));
  workspace.addAgent(
    agentWith(SEEDED.sharingAgentId, "outbound", "Appointment reminders", slugs.slice(0, SHARED_NUMBERS)),
  );
  workspace.addAgent(agentWith(SEEDED.emptyAgentId, "outbound", "Not set up yet", []));
  workspace.addAgent(agentWith(SEEDED.inboundAgentId, "inbound", "Front desk", [inboundLine.slug]));
  return workspace;
}

function agentWith(
  id: string,
  type: "inbound" | "outbound",
  name: string,
  slugs: readonly string[],
): AgentRecord {
  return {
    id,
    type,
    ownSlug: slugs[0] ?? null,
    pool: new Set(slugs),
    settings: {
      name,
      is_recording: true,
      max_duration: { duration_seconds: 600, is_enabled: true },
      agent: {
        prompt: `You are the agent "${name}".`,
        llm: "gpt-4.1",
        language: "en-US",
        timezone: "America/New_York",
        voice_id: "sandbox-voice",
      },
    },
  };
}
