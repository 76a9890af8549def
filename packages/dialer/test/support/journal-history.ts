import type { E164, PoolNumber } from "@dialpool/pool-strategies";
import { parsePolicy } from "@dialpool/pool-strategies";
import * as fc from "fast-check";
import type {
  BeginRequest,
  ContactMove,
  ContactState,
  ImportedRow,
  JournalChange,
} from "../../src/journal.js";
import type { Slot } from "../../src/pacing.js";
import type { SyncJournal } from "./sync-journal.js";

/** When histories begin. */
export const START = 1_795_514_400_000;

/** The pool that histories call from: three numbers that are soon at their limits. */
export const historyPool = {
  poolId: "agent",
  policy: parsePolicy({ limits: { minGapSeconds: 1, maxCallsPerDay: 6, maxCallsPerCallee: null } }),
  numbers: ["a", "b", "c"].map(
    (slug, index): PoolNumber => ({ slug, sid: `sid-${slug}`, number: `+1415555010${index}` }),
  ),
};

/** One step of a random history. Positions stand for what is there at the time, modulo how much of it there is. */
type Step =
  | {
      readonly do: "import";
      readonly rows: readonly (readonly [phone: number, isValid: boolean])[];
      readonly digest: number;
      readonly name: number | undefined;
      readonly again: boolean;
      readonly end: "seal" | "discard" | "leave";
    }
  | {
      readonly do: "change";
      readonly campaign: number;
      readonly change: Parameters<SyncJournal["changeCampaign"]>[1];
    }
  | {
      readonly do: "begin";
      readonly calls: readonly (readonly [campaign: number, line: number])[];
      readonly concurrency: number;
      readonly poolId: string;
    }
  | { readonly do: "call"; readonly phone: number; readonly repeatId: boolean }
  /** `attempt`: which one all of them are about, from the latest; absent: each about its own. */
  | { readonly do: "apply"; readonly changes: readonly RandomChange[]; readonly attempt: number | undefined }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "expire" }
  | { readonly do: "ask again"; readonly campaign: number }
  | { readonly do: "pace"; readonly startRate: number | null; readonly ifNone: boolean }
  | { readonly do: "slow"; readonly retryAfterMs: number | undefined }
  | { readonly do: "slot" }
  | { readonly do: "mark"; readonly calls: readonly number[] }
  | { readonly do: "take" };

interface RandomChange {
  readonly kind: JournalChange["kind"];
  readonly attempt: number;
  readonly call: number;
  readonly status: number;
  readonly redial: boolean;
  readonly move: ContactMove | undefined;
  readonly campaign: number;
  readonly line: number;
}

/** Looking takes much longer than doing. */
const LOOK_EVERY = 6;
const FINALS = ["finished", "rejected", "suppressed", "refused", "absent", "unclear"] as const;
const STATUSES = ["completed", "busy", "no-answer"] as const;
const OUTCOMES = ["answered", "busy", "no-answer"] as const;

const small = fc.nat({ max: 5 });
const move: fc.Arbitrary<ContactMove> = fc.oneof(
  fc.record({
    to: fc.constant("queued" as const),
    dueAt: fc.constantFrom(START, START + 2000, START + 90_000),
    waitsFor: fc.constantFrom("turn", "hours", "number", "callee", "retry"),
  }),
  fc.record({ to: fc.constantFrom(...FINALS) }),
  fc.record({ to: fc.constantFrom(...FINALS), reason: fc.constantFrom("busy line", "gone") }),
);
const change: fc.Arbitrary<RandomChange> = fc.record({
  kind: fc.constantFrom(
    "placed",
    "placed",
    "ended",
    "ended",
    "rejected",
    "unknown",
    "unknown",
    "missed",
    "absent",
    "absent",
    "unclear",
    "contact",
  ),
  attempt: fc.nat({ max: 20 }),
  call: fc.nat({ max: 12 }),
  status: fc.nat({ max: 2 }),
  redial: fc.boolean(),
  move: fc.option(move, { nil: undefined }),
  campaign: fc.constantFrom(0, 0, 1, 1, 2),
  line: fc.nat({ max: 3 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("import" as const),
      rows: fc.array(fc.tuple(small, fc.boolean()), { maxLength: 6 }),
      digest: fc.nat({ max: 2 }),
      name: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
      again: fc.boolean(),
      end: fc.constantFrom("seal", "seal", "seal", "discard", "leave"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      campaign: small,
      change: fc.record(
        {
          wish: fc.constantFrom("run", "run", "run", "pause", "abort"),
          startRate: fc.constantFrom(null, 2, 50),
          concurrency: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("begin" as const),
      calls: fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 1, 2), fc.nat({ max: 3 })), {
        minLength: 1,
        maxLength: 4,
      }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      poolId: fc.oneof(
        { weight: 9, arbitrary: fc.constant("agent") },
        { weight: 1, arbitrary: fc.constant("not loaded") },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("call" as const), phone: small, repeatId: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("apply" as const),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      attempt: fc.option(fc.nat({ max: 3 }), { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(500, 1000, 2000, 30_000, 60_001),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("ask again" as const), campaign: small }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("pace" as const),
      startRate: fc.constantFrom(null, 1, 5, 50),
      ifNone: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("slow" as const),
      retryAfterMs: fc.constantFrom(undefined, 300, 5000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("slot" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("mark" as const), calls: fc.array(small, { maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const) }) },
);

/** Two lists with some of the same people, so that there is something to call. */
const first: fc.Arbitrary<readonly Step[]> = fc.constant(
  [0, 1].map((digest) => ({
    do: "import",
    rows: [0, 1, 2, 3].map((phone) => [phone + digest, true] as const),
    digest,
    name: undefined,
    again: false,
    end: "seal",
  })),
);

/** Slots that nobody was given. */
const MISSED: Slot = { sendAt: START, goodUntil: START };

/** Random steps, for {@link HistoryPlayer}. */
export const history: fc.Arbitrary<readonly Step[]> = fc
  .tuple(first, fc.array(step, { minLength: 5, maxLength: 40, size: "max" }))
  .map(([opening, steps]) => [...opening, ...steps]);

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

  /** Everything that can be seen of a journal without changing it. */
  look(): unknown {
    const journal = this.#journal;
    const states: readonly (ContactState | "invalid" | "duplicate")[][] = [
      ["queued", "open", ...FINALS, "invalid", "duplicate"],
      ["open", "absent", "unclear", "duplicate"],
    ];
    return plain({
      campaigns: journal.campaigns().map((campaign) => ({
        campaign,
        progress: journal.progress(campaign.id),
        due: journal.dueContacts(campaign.id, { now: this.#now, limit: 3 }),
        rows: states.map((some) => [
          journal.rows(campaign.id, { states: some, afterLine: 0, limit: 4 }),
          journal.rows(campaign.id, { states: some, afterLine: 3, limit: 10 }),
        ]),
        attempts: journal.attempts({ campaignId: campaign.id, limit: 4 }),
        later: journal.attempts({ campaignId: campaign.id, after: "attempt 2", limit: 4 }),
      })),
      found: ["campaign 1", "list 0", "list 0 (2)", "list 1", "sha256:0", "sha256:1"].map((name) =>
        journal.findCampaign(name),
      ),
      open: journal.openAttempts(),
      watched: journal.watchedAttempts({ limit: 2 }),
      watchedLater: journal.watchedAttempts({ after: { id: "attempt 1" }, limit: 2 }),
      undecided: journal.undecidedAttempts(),
      attempts: journal.attempts({ limit: 100 }),
      attempt: journal.attempt("attempt 1"),
      ofCall: journal.attemptOfCall("call 1"),
      pace: journal.pace(this.#now),
    });
  }
}

function phoneAt(position: number): E164 {
  return `+1628555011${position}`;
}

/** Errors by what they say; everything else as JSON has it. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify({ value }, (_, inner: unknown) =>
      inner instanceof Error ? { name: inner.name, message: inner.message } : inner,
    ),
  );
}
