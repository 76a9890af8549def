import type {
  AcquireRequest,
  AffinityOutcome,
  Grant,
  Lease,
  LinkTrace,
  NumberTrace,
  Reasons,
  Refusal,
  RefusalCode,
  Selection,
  SkippedLink,
  SkipReason,
  Trace,
} from "@dialpool/pool-strategies";
import { type CheckedAcquire, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import type { AskedCall } from "./acquire-call.js";
import type { JournalAnswer, JournaledGrant, JournaledSelection, JournalVeto } from "./journal.js";
import { LIMIT_NAMES } from "./limit-names.js";
import type { Answer } from "./namespace-client.js";
import type { EncodedChain, PoolDefinition } from "./pool-definition.js";

const SKIP_REASONS: Readonly<Record<string, SkipReason>> = {
  n: "no_number",
  l: "all_at_limit",
  u: "all_used_before",
};
const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);

/** Reads what the script answered to an acquire; see `scripts/acquire.lua`. */
export class SelectionReader {
  readonly #request: AcquireRequest;
  readonly #checked: CheckedAcquire;
  readonly #pool: PoolDefinition;
  readonly #chain: EncodedChain;
  readonly #journalArgs: readonly string[] | undefined;

  constructor({ request, checked, pool, chain, journalArgs }: AskedCall) {
    this.#request = request;
    this.#checked = checked;
    this.#pool = pool;
    this.#chain = chain;
    this.#journalArgs = journalArgs;
  }

  selectionOf(answer: Answer): Selection | JournaledSelection {
    switch (answer[0]) {
      case "granted":
        return this.#grantOf(answer);
      case "refused":
        return this.#refusalOf(answer);
      case "veto":
        return { ok: false, code: "journal_veto", journal: answer[1] as JournalAnswer } satisfies JournalVeto;
      default:
        throw new Error(
          `The script acquire answered ${JSON.stringify(answer[0])}, which this version does not know.`,
        );
    }
  }

  #grantOf(answer: Answer): Grant | JournaledGrant {
    const [, key, figures, previous = "", trace = null, journal = null] = answer as [
      string,
      string,
      string,
      string?,
      RawTrace?,
      JournalAnswer?,
    ];
    const [sequenceText = "", nowText, position, affinity, overflow, skipped = ""] = figures.split(" ");
    const { poolId, callee } = this.#request;
    const number = this.#pool.numberOf(key);
    const sequence = Number(sequenceText);
    const acquiredAt = Number(nowText);
    const chosen = Number(position) - 1;
    const link = this.#chain.links[chosen];
    const skippedLinks = this.#skippedOf(skipped);
    const reasons: Reasons = {
      affinity: affinity as AffinityOutcome,
      ...(previous === "" ? {} : { previous: slugOfKey(previous) }),
      ...(link === undefined ? {} : { link: link.name, step: link.step }),
      order: this.#pool.policy.order.name,
      skipped: skippedLinks,
      ...(overflow === "1" ? { overflow: true as const } : {}),
      ...this.#traceOf(trace, skippedLinks, chosen),
    };
    const lease: Lease = {
      id: `lease-${sequenceText}`,
      sequence,
      poolId,
      slug: number.slug,
      callee,
      state: "held",
      acquiredAt,
      holdUntil: acquiredAt + this.#checked.holdMs,
    };
    const grant: Grant = { ok: true, callerId: number.number, number, reasons, lease };
    return this.#journalArgs === undefined ? grant : { ...grant, journal };
  }

  #refusalOf(answer: Answer): Refusal {
    const [, code, retryAt, atLatest, affinity, previous, skipped, trace] = answer as [
      string,
      RefusalCode,
      string,
      string,
      AffinityOutcome,
      string,
      string,
      RawTrace,
    ];
    const skippedLinks = this.#skippedOf(skipped);
    const isEarly = ["pool_empty", "country_not_allowed", "callee_limit"].includes(code);
    const reasons: Reasons = {
      affinity,
      ...(previous === "" ? {} : { previous: slugOfKey(previous) }),
      order: this.#pool.policy.order.name,
      skipped: skippedLinks,
      ...(isEarly && trace !== null ? { trace: { links: [] } } : this.#traceOf(trace, skippedLinks, -1)),
    };
    return {
      ok: false,
      code,
      ...(retryAt === "" ? {} : { retryAt: Number(retryAt) }),
      ...(atLatest === "1" ? { atLatest: true as const } : {}),
      reasons,
    };
  }

  #skippedOf(letters: string): readonly SkippedLink[] {
    if (letters === "") return NONE_SKIPPED;
    return [...letters].map((letter, index): SkippedLink => {
      const { name, step } = this.#chain.links[index] as EncodedChain["links"][number];
      return {
        link: name,
        step,
        reason: SKIP_REASONS[letter] as SkipReason,
        size: letter === "n" ? 0 : this.#pool.membersOf(name).length,
      };
    });
  }

  #traceOf(raw: RawTrace, skipped: readonly SkippedLink[], chosen: number): { readonly trace?: Trace } {
    if (raw === null || this.#request.traceNumbers === undefined) return {};
    const links = this.#chain.links.map((link, index): LinkTrace => {
      const [free, freeAt, numbers] = raw[index] ?? ["0", "", []];
      return {
        ...link,
        outcome: index === chosen ? "chosen" : (skipped[index]?.reason ?? "not_reached"),
        size: this.#pool.membersOf(link.name).length,
        free: Number(free),
        ...(freeAt === "" ? {} : { freeAt: Number(freeAt) }),
        numbers: numbers.map(
          ([key, verdict, at]): NumberTrace =>
            ({
              slug: slugOfKey(key),
              verdict: typeof verdict === "number" ? LIMIT_NAMES[verdict - 1] : verdict,
              ...(at === "" ? {} : { freeAt: Number(at) }),
            }) as NumberTrace,
        ),
      };
    });
    return { trace: { links } };
  }
}

/** A trace as the script answers it: of each link who is free, when the first of the others is, and its numbers. */
type RawTrace =
  | readonly (readonly [
      free: string,
      freeAt: string,
      numbers: readonly (readonly [key: string, verdict: string | number, freeAt: string])[],
    ])[]
  | null;
