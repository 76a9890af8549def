import type { E164 } from "@dialpool/pool-strategies";
import type { BeginRequest, ImportedRow, JournalChange } from "../../../src/journal.js";
import type { Slot } from "../../../src/pacing.js";
import type { SyncJournal } from "../sync-journal.js";
import { phoneAt, START } from "./history-pool.js";
import { lookAt, plain } from "./look-at.js";
import type { RandomChange, Step } from "./step.js";

/** Looking takes much longer than doing. */
const LOOK_EVERY = 6;
const STATUSES = ["completed", "busy", "no-answer"] as const;
const OUTCOMES = ["answered", "busy", "no-answer"] as const;

/** Slots that nobody was given. */
const MISSED: Slot = { sendAt: START, goodUntil: START };

/** Plays a history on one journal. Two players of the same history ask for the same, if they are answered the same. */
export class HistoryPlayer {
  readonly #journal: SyncJournal;
  #now = START;
  #made = 0;
  #attempts = 0;
  #steps = 0;
  /** What was claimed last, in place of others. */
  #slots: readonly Slot[] = [MISSED, MISSED];

  constructor(journal: SyncJournal) {
    this.#journal = journal;
  }

  /** @returns What the step was answered, and every few steps everything that can be seen. */
  play(step: Step): unknown {
    const answer = this.#answer(step);
    return ++this.#steps % LOOK_EVERY === 0 ? { answer, seen: this.look() } : { answer };
  }

  #answer(step: Step): unknown {
    try {
      return plain(this.#do(step));
    } catch (error) {
      return plain(error);
    }
  }

  #do(step: Step): unknown {
    const journal = this.#journal;
    const now = this.#now;
    switch (step.do) {
      case "import":
        return this.#import(step);
      case "change":
        return journal.changeCampaign(this.#campaignAt(step.campaign), step.change);
      case "begin":
        return journal.begin(
          step.calls.map(([campaign, line]) => this.#request(step, this.#campaignAt(campaign), line + 1)),
          now,
        );
      case "call": {
        const attemptId = step.repeatId ? "attempt 1" : undefined;
        return journal.begin([this.#requestOf(phoneAt(step.phone), { concurrency: 9, attemptId })], now);
      }
      case "apply":
        return journal.apply(
          step.changes.map((random) => this.#change({ ...random, attempt: step.attempt ?? random.attempt })),
          now,
        );
      case "wait":
        this.#now += step.ms;
        return undefined;
      case "expire":
        return journal.expire(now);
      case "ask again":
        return journal.askAgain(this.#campaignAt(step.campaign), now);
      case "pace":
        return journal.setPace(step.startRate, now, { ifNone: step.ifNone });
      case "slow":
        return journal.slowDown(
          {
            sentAt: now - 50,
            ...(step.retryAfterMs === undefined ? {} : { retryAfterMs: step.retryAfterMs }),
          },
          now,
        );
      case "slot":
        this.#slots = journal.claimSlots(this.#slots, now);
        return this.#slots;
      case "mark":
        return journal.markDue(
          step.calls.map((call) => `call ${call}`),
          now,
        );
      case "take":
        return journal.takeDue();
      default:
        return step satisfies never;
    }
  }

  #import({ rows, digest, name, again, end }: Extract<Step, { readonly do: "import" }>): unknown {
    const journal = this.#journal;
    const id = `campaign ${++this.#made}`;
    journal.createCampaign({
      id,
      agentId: "agent",
      startRate: 5,
      concurrency: 3,
      settings: { made: this.#made },
      createdAt: this.#now,
    });
    const imported = rows.map(([phone, isValid], index): ImportedRow => {
      const line = index + 1;
      if (!isValid && phone === 0) return { kind: "invalid", line, reason: "the phone number has letters" };
      const contact = { kind: "contact", line, phone: phoneAt(phone), name: `Callee ${phone}` } as const;
      if (isValid && phone === 5) return { ...contact, suppressed: "is on the do-not-call list" };
      return isValid
        ? contact
        : {
            ...contact,
            agentId: "other",
            callerId: "+14155550100",
            timeZone: "America/New_York",
            tags: { a: ["b"] },
            variables: { x: "y" },
          };
    });
    journal.addRows(id, imported.slice(0, 3));
    journal.addRows(id, imported.slice(3));
    if (end === "leave") return undefined;
    if (end === "discard") return journal.discardCampaign(id);
    return journal.sealCampaign(id, {
      digest: `sha256:${digest}`,
      ...(name === undefined ? {} : { name: `list ${name}` }),
      ...(again ? { again } : {}),
    });
  }

  #request(
    { concurrency, poolId }: Extract<Step, { readonly do: "begin" }>,
    campaignId: string,
    line: number,
  ): BeginRequest {
    const contact = this.#journal.contact({ campaignId, line });
    const request = this.#requestOf(contact?.phone ?? phoneAt(line), { concurrency, poolId });
    return { ...request, contact: { campaignId, line } };
  }

  #requestOf(
    callee: E164,
    {
      concurrency,
      poolId = "agent",
      attemptId = `attempt ${++this.#attempts}`,
    }: { concurrency: number; poolId?: string; attemptId?: string | undefined },
  ): BeginRequest {
    return {
      attemptId,
      agentId: "agent",
      acquire: { poolId, callee, now: this.#now, random: () => 0.5 },
      deadline: this.#now + 60_000,
      sendBy: this.#now + 1500,
      concurrency,
    };
  }

  #change(random: RandomChange): JournalChange {
    const { kind, move } = random;
    const attempts = this.#journal.attempts({ limit: 1000 });
    const attemptId =
      attempts[attempts.length - 1 - (random.attempt % Math.max(1, attempts.length))]?.id ?? "none";
    const contact = move === undefined ? {} : { contact: move };
    const at = this.#now - (random.status % 2);
    switch (kind) {
      case "placed":
        return { kind, attemptId, callId: `call ${random.call}`, at };
      case "rejected":
        return { kind, attemptId, reason: "400", ...contact };
      case "unknown":
        return { kind, attemptId, reason: "the connection broke" };
      case "ended": {
        const status = STATUSES[random.status] ?? "completed";
        return { kind, attemptId, status, outcome: OUTCOMES[random.status] ?? "answered", at, ...contact };
      }
      case "missed":
        return { kind, attemptId, at };
      case "absent":
        return { kind, attemptId, redial: random.redial, ...contact };
      case "unclear":
        return { kind, attemptId, reason: "two records may be it", ...contact };
      case "contact":
        return {
          kind,
          campaignId: this.#campaignAt(random.campaign),
          line: random.line + 1,
          move: move ?? { to: "queued", dueAt: this.#now + 1000, waitsFor: "hours" },
        };
      default:
        return kind satisfies never;
    }
  }

  #campaignAt(position: number): string {
    return `campaign ${(position % Math.max(1, this.#made)) + 1}`;
  }

  /** Everything that can be seen of the journal without changing it. */
  look(): unknown {
    return lookAt(this.#journal, this.#now);
  }
}
