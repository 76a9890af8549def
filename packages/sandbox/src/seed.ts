import { createHash } from "node:crypto";
import type { OwnedNumber, SandboxState } from "./state.js";

/** Ids of what a sandbox holds when it starts. */
export const SEEDED = {
  workspaceId: "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11",
  /** An outbound agent with the whole seeded pool: the id of the vendor's own examples. */
  agentId: "0ae2859d-c25c-4d56-a9f3-809387b725ce",
  /** An outbound agent that shares the first five numbers of that pool. */
  sharingAgentId: "2c1d9a54-6a0e-4f43-9a2b-1f64b4ef2d02",
  /** An outbound agent without a number. */
  emptyAgentId: "3d2eab65-7b1f-4054-8b3c-2a75c5f03e03",
  /** An inbound agent. */
  inboundAgentId: "4e3fbc76-8c20-4165-8c4d-3b86d6014f04",
} as const;

/** The vendor's example number and its carrier id. */
const VENDOR_NUMBER = { number: "+16286666348", sid: "PN9c8dba0c87f9173af8054d3ccedb8afd" };

/** Area codes of the seeded pool; one fictional 555-01xx number each. */
const AREA_CODES =
  "415 212 213 312 305 404 617 206 303 512 214 713 602 702 503 619 916 720 646 718 773 786 678 857 425 469 832 480 971 858 615 704 919 416 604 514".split(
    " ",
  );

/** Not local to anybody, or to people abroad: London, Sydney, and a toll-free number. */
const ELSEWHERE = ["+442079460142", "+61255501234", "+18005550142"];

/** Owned and not attached; the last is an imported identifier that is not E.164. */
const UNATTACHED = ["+12131231214", "+14155550190", "+12125550190", "1231242151"];

/** Fills a new account. */
export function seed(state: SandboxState, poolSize: number): void {
  const pool = poolNumbers(poolSize).map(ownedNumber);
  for (const number of [...pool, ...UNATTACHED.map((value) => ownedNumber(value))])
    state.numbers.set(number.slug, number);
  const slugs = pool.map((number) => number.slug);
  addAgent(state, SEEDED.agentId, "outbound", "Spring renewals", slugs);
  addAgent(state, SEEDED.sharingAgentId, "outbound", "Appointment reminders", slugs.slice(0, 5));
  addAgent(state, SEEDED.emptyAgentId, "outbound", "Not set up yet", []);
  addAgent(state, SEEDED.inboundAgentId, "inbound", "Front desk", []);
}

/** The vendor's number, one for each area code, three from elsewhere; beyond 40, more lines of the same area codes. */
function poolNumbers(size: number): readonly string[] {
  const numbers = [VENDOR_NUMBER.number];
  for (let line = 0; numbers.length < size && line < 100; line++) {
    const suffix = String((42 + line) % 100).padStart(2, "0");
    numbers.push(...AREA_CODES.map((areaCode) => `+1${areaCode}55501${suffix}`));
    if (line === 0) numbers.push(...ELSEWHERE);
  }
  return numbers.slice(0, size);
}

function ownedNumber(number: string): OwnedNumber {
  const slug = number.replace(/^\+/, "");
  const sid =
    number === VENDOR_NUMBER.number
      ? VENDOR_NUMBER.sid
      : `PN${createHash("md5").update(number).digest("hex")}`;
  const isImported = !number.startsWith("+");
  return {
    slug,
    number,
    sid: isImported ? null : sid,
    details: { provider_name: isImported ? "custom" : "twilio" },
  };
}

function addAgent(
  state: SandboxState,
  modelId: string,
  type: string,
  name: string,
  slugs: readonly string[],
): void {
  const first = slugs[0] === undefined ? undefined : state.numbers.get(slugs[0]);
  const fields = {
    type,
    name,
    description: null,
    phone_number: first?.number ?? null,
    external_webhook_url: null,
    is_recording: false,
    max_duration: { duration_seconds: 600, is_enabled: true },
    agent: {
      prompt: "You call about an appointment.",
      llm: "gpt-4.1",
      language: "en-US",
      timezone: "America/New_York",
    },
  };
  state.agents.set(modelId, { modelId, fields, pool: new Set(slugs) });
}
