import type { Attempt, Contact } from "@dialpool/dialer";
import type { LoggedRequest, PlacedCall } from "@dialpool/sandbox";
import { describe, expect, it } from "vitest";
import { auditCalls, type Evidence } from "./audit-calls.js";

const PHONES = ["+12125550101", "+12125550102", "+12125550103"] as const;

function attempt(line: number, own: Partial<Attempt>): Attempt {
  const callee = PHONES[line - 1] as (typeof PHONES)[number];
  return {
    id: `attempt-${line}`,
    contact: { campaignId: "campaign", line },
    agentId: "agent",
    callee,
    callerId: "+16286666348",
    slug: "pn",
    leaseId: `lease-${line}`,
    state: "ended",
    intendedAt: 0,
    deadline: 1,
    missedReads: 0,
    corrections: [],
    ...own,
  };
}

function contact(line: number, state: Contact["state"]): Contact {
  const phone = PHONES[line - 1] as (typeof PHONES)[number];
  return { campaignId: "campaign", line, phone, name: "Ann", state, attempts: 1, outcomes: [] };
}

function post(sequence: number, attemptId: string): LoggedRequest {
  const body = { custom_variables: [{ key: "attempt_id", value: attemptId }] };
  const how = { at: 0, method: "POST", path: "/v2/calls", query: {}, key: "right", status: 200 } as const;
  return { sequence, operationId: "voice-call", body, ...how };
}

function call(line: number, own: Partial<PlacedCall> = {}): PlacedCall {
  return {
    callId: `call-${line}`,
    agentId: "agent",
    from: "+16286666348",
    to: PHONES[line - 1] as string,
    name: "Ann",
    variables: { attempt_id: `attempt-${line}` },
    placedAt: 0,
    endsAt: 1,
    status: "completed",
    ...own,
  };
}

/** Two contacts that were called, and one whose request never arrived. */
const SOUND: Evidence = {
  onAbsent: "leave",
  phones: PHONES,
  contacts: [contact(1, "finished"), contact(2, "finished"), contact(3, "absent")],
  attempts: [
    attempt(1, { callId: "call-1" }),
    attempt(2, { callId: "call-2" }),
    attempt(3, { state: "absent" }),
  ],
  requests: [post(1, "attempt-1"), post(2, "attempt-2")],
  calls: [call(1), call(2)],
};

const PLANTED: readonly (readonly [string, string, Partial<Evidence>])[] = [
  ["a request that was sent twice", "attempt", { requests: [...SOUND.requests, post(3, "attempt-1")] }],
  ["a request of no attempt", "attempt", { requests: [...SOUND.requests, post(3, "attempt-9")] }],
  [
    "a second call to a contact",
    "contact",
    { calls: [...SOUND.calls, call(1, { callId: "call-9", variables: { attempt_id: "attempt-9" } })] },
  ],
  ["a call to nobody of the list", "contact", { calls: [...SOUND.calls, call(1, { to: "+12125550199" })] }],
  ["a contact that is gone", "contact", { contacts: SOUND.contacts.slice(1) }],
  [
    "a contact that is still queued",
    "contact",
    { contacts: [...SOUND.contacts.slice(0, 2), contact(3, "queued")] },
  ],
  [
    "a contact that was given up",
    "contact",
    { contacts: [...SOUND.contacts.slice(0, 2), contact(3, "rejected")] },
  ],
  ["an absent contact that was to be redialled", "contact", { onAbsent: "redial" }],
  [
    "a contact that is absent, and was called",
    "contact",
    { contacts: [contact(1, "absent"), ...SOUND.contacts.slice(1)] },
  ],
  [
    "a call of an absent attempt",
    "match",
    { attempts: [attempt(1, { state: "absent" }), ...SOUND.attempts.slice(1)] },
  ],
  [
    "the call of another",
    "match",
    {
      attempts: [
        attempt(1, { callId: "call-2" }),
        attempt(2, { callId: "call-1" }),
        ...SOUND.attempts.slice(2),
      ],
    },
  ],
  ["a call that nobody placed", "match", { calls: [call(1)] }],
  ["a call from another number", "match", { calls: [call(1, { from: "+12025550199" }), call(2)] }],
  [
    "an attempt that is still unknown",
    "undecided",
    { attempts: [...SOUND.attempts.slice(0, 2), attempt(3, { state: "unknown" })] },
  ],
];

describe("the audit of a campaign", () => {
  it("finds nothing where all is well", () => {
    expect(auditCalls(SOUND)).toEqual([]);
  });

  it.each(PLANTED)("finds %s", (_, law, planted) => {
    expect(auditCalls({ ...SOUND, ...planted }).map((finding) => finding.law)).toContain(law);
  });
});
