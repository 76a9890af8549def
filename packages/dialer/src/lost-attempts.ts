import { type Call, isSameNumber } from "@dialpool/core";
import type { Attempt } from "./journal.js";

/** How long before an attempt was written down, and after its deadline, its call may seem to have started at least: clocks differ. */
export const CLOCKS_DIFFER_MS = 300_000;

/** Attempts that know no call, found by what records say: a record is looked up, and not compared with each of them. */
export class LostAttempts {
  readonly all: readonly Attempt[];
  readonly #graceMs: number;
  readonly #placeOfId = new Map<string, number>();
  readonly #byCallee = new Map<string, Attempt[]>();

  /** @param graceMs How long after an attempt's deadline its call may still seem to have started, if that is more than {@link CLOCKS_DIFFER_MS}. */
  constructor(attempts: readonly Attempt[], graceMs: number) {
    this.all = attempts;
    this.#graceMs = graceMs;
    for (const [place, attempt] of attempts.entries()) {
      this.#placeOfId.set(attempt.id, place);
      const key = keyOf(attempt.callee);
      const others = this.#byCallee.get(key);
      if (others === undefined) this.#byCallee.set(key, [attempt]);
      else others.push(attempt);
    }
  }

  /** The first of the attempts whose id a record gives back. */
  ownerOf({ prompt_variables }: Call): Attempt | undefined {
    if (prompt_variables == null) return undefined;
    const places = plainJson(prompt_variables)
      .split('"')
      .slice(1, -1)
      .flatMap((text) => this.#placeOfId.get(text) ?? []);
    return places.length === 0 ? undefined : this.all[Math.min(...places)];
  }

  /** Those whose call a record may be, by agent, callee and time. One from another number still says that the person was called. */
  fitting(record: Call): readonly Attempt[] {
    if (record.type_of_call === "inbound") return [];
    const callees = [record.phone_number_to, record.lead_phone_number].filter(
      (callee) => typeof callee === "string",
    );
    const near = new Set(callees.flatMap((callee) => this.#byCallee.get(keyOf(callee)) ?? []));
    if (near.size === 0) return [];
    const startedAt = startOf(record);
    const lateMs = Math.max(this.#graceMs, CLOCKS_DIFFER_MS);
    return [...near].filter(
      ({ agentId, callee, intendedAt, deadline }) =>
        record.model_id === agentId &&
        // Not a number, and so in no comparison, if the record does not say.
        !(startedAt < intendedAt - CLOCKS_DIFFER_MS || startedAt > deadline + lateMs) &&
        callees.some((shown) => isSameNumber(shown, callee)),
    );
  }

  /** Whether a record may be the call of any. */
  mayHave(record: Call): boolean {
    return this.ownerOf(record) !== undefined || this.fitting(record).length > 0;
  }
}

/** Whether a record gives back the id of some attempt, whose ever. */
export function carriesAnId({ prompt_variables }: Call): boolean {
  return plainJson(prompt_variables).includes('"attempt_id"');
}

/** When a call began, epoch ms; `NaN` if the record does not say, or says it without a time zone. */
export function startOf({ start_time, telephony_start }: Call): number {
  const start = start_time || telephony_start || "";
  return Number(start) || Date.parse(/Z|[+-]..:..$/.test(start) ? start : "");
}

/** Texts that {@link isSameNumber} takes for the same line have the same key; others may, too. */
export function keyOf(callee: string): string {
  return callee.replace(/\D/g, "").replace(/^00/, "").slice(-10);
}

/** Variables come back as an object, a list of keys and values, or JSON in a text: the same but for backslashes. */
function plainJson(value: unknown): string {
  return String(JSON.stringify(value)).replaceAll("\\", "");
}
