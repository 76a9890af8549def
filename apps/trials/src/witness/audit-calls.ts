import type { Attempt, Contact, RejectedRow } from "@dialpool/dialer";
import type { LoggedRequest, PlacedCall } from "@dialpool/sandbox";

/** A promise that was broken. */
export interface Finding {
  readonly law: "attempt" | "contact" | "match" | "undecided" | "health";
  /** A sentence. Callees are named by line. */
  readonly message: string;
}

/** What both sides say of a campaign that has come to its end. */
export interface Evidence {
  /** What became of contacts of which no record was found. */
  readonly onAbsent: "leave" | "redial";
  /** Callees of the list, in order. */
  readonly phones: readonly string[];
  readonly contacts: readonly (Contact | RejectedRow)[];
  readonly attempts: readonly Attempt[];
  /** The sandbox's log. */
  readonly requests: readonly LoggedRequest[];
  /** Calls that the sandbox placed. */
  readonly calls: readonly PlacedCall[];
}

/**
 * Compares what the dialer's journal says with what the sandbox saw: what each attempt sent, and what each contact got.
 *
 * It holds only where calls are not repeated by rule, for each contact is then to have one call, or none and a reason.
 */
export function auditCalls(evidence: Evidence): readonly Finding[] {
  return [...auditPosts(evidence), ...auditContacts(evidence), ...auditMatches(evidence)];
}

/** The attempt whose request this is; `undefined` when it carries no id. */
export function attemptIdOf({ body }: LoggedRequest): string | undefined {
  const { custom_variables: variables } = (body ?? {}) as {
    readonly custom_variables?: readonly { readonly key: string; readonly value: string }[];
  };
  return variables?.find(({ key }) => key === "attempt_id")?.value;
}

/** Requests that may place a call. */
export function postsOf(requests: readonly LoggedRequest[]): readonly LoggedRequest[] {
  return requests.filter(({ operationId }) => operationId === "voice-call");
}

function auditPosts({ attempts, requests }: Evidence): readonly Finding[] {
  const known = new Set(attempts.map(({ id }) => id));
  const sent = new Map<string, number>();
  const findings: Finding[] = [];
  for (const post of postsOf(requests)) {
    const id = attemptIdOf(post);
    if (id === undefined || !known.has(id))
      findings.push({ law: "attempt", message: `Request ${post.sequence} is that of no attempt.` });
    else sent.set(id, (sent.get(id) ?? 0) + 1);
  }
  for (const [id, times] of sent)
    if (times > 1) findings.push({ law: "attempt", message: `Attempt ${id} was sent ${times} times.` });
  return findings;
}

function auditContacts({ onAbsent, phones, contacts, calls }: Evidence): readonly Finding[] {
  const callsTo = new Map<string, number>();
  for (const { to } of calls) callsTo.set(to, (callsTo.get(to) ?? 0) + 1);
  const kept = new Map(contacts.map((contact) => [contact.line, contact]));
  const findings = phones.flatMap((phone, index): Finding[] => {
    const line = index + 1;
    const contact = kept.get(line);
    const placed = callsTo.get(phone) ?? 0;
    callsTo.delete(phone);
    if (contact === undefined || !("phone" in contact) || contact.phone !== phone)
      return [{ law: "contact", message: `Line ${line} is lost.` }];
    const expected = EXPECTED_CALLS[contact.state as keyof typeof EXPECTED_CALLS];
    const isLeft = contact.state === "absent" && onAbsent === "redial";
    if (expected === undefined || isLeft)
      return [
        { law: "contact", message: `Line ${line} is ${contact.state}, and was called ${placed} times.` },
      ];
    if (placed === expected) return [];
    return [{ law: "contact", message: `Line ${line} is ${contact.state}, and was called ${placed} times.` }];
  });
  const strangers = [...callsTo.values()].reduce((sum, count) => sum + count, 0);
  if (strangers > 0)
    findings.push({ law: "contact", message: `${strangers} calls went to nobody of the list.` });
  return findings;
}

/**
 * Final states, and how many calls there must have been. Others are none for contacts that may be called, at an API whose
 * records can be read: an API that fails says nothing of a contact, so none is rejected.
 */
const EXPECTED_CALLS = { finished: 1, absent: 0 } as const;

function auditMatches({ attempts, calls }: Evidence): readonly Finding[] {
  const callOf = new Map(calls.map((call) => [call.callId, call]));
  const attemptOf = new Map(calls.map((call) => [call.variables.attempt_id, call]));
  const findings: Finding[] = [];
  for (const { id, state, callId, callerId } of attempts) {
    const own = attemptOf.get(id);
    if (!["ended", "rejected", "absent"].includes(state))
      findings.push({ law: "undecided", message: `Attempt ${id} is ${state} after all.` });
    if (callId === undefined) {
      if (own !== undefined)
        findings.push({ law: "match", message: `Attempt ${id} is ${state}, and its call was placed.` });
      continue;
    }
    const call = callOf.get(callId);
    if (call === undefined || call !== own)
      findings.push({ law: "match", message: `Attempt ${id} has the call of another, or of nobody.` });
    else if (call.from !== callerId)
      findings.push({ law: "match", message: `Attempt ${id} was placed from another number than it says.` });
  }
  return findings;
}
