import type { Extensions, Geography } from "@dialpool/pool-strategies";
import { isPoolStoreError, type StoreFinding, slugOfKey } from "@dialpool/pool-strategies/store-kit";
import type { Script } from "../client/index.js";
import type { Answer, NamespaceClient } from "../namespace-client.js";
import type { Scripts } from "../scripts.js";
import type { LeasedNumber } from "./check-number.js";

/** Members, leases or numbers that one run looks at. */
export const PAGE = 300;

/** What a check works with. */
export interface CheckParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
  /** The caller's time, epoch ms. */
  readonly now: number;
}

/** One pass through a namespace: what its parts have found, and what they tell each other. */
export class CheckPass {
  readonly parts: CheckParts;
  readonly findings: StoreFinding[] = [];
  /** What leases say of numbers, by slug key. */
  readonly leased = new Map<string, LeasedNumber>();
  /** Slug keys of members, and of numbers of no pool. */
  readonly keys = new Set<string>();
  /** The namespace's time, epoch ms. */
  now: number;
  /** Nothing is woken, for a verb fails on what is due. */
  isStill = false;
  /** Members that say that they are to be looked at again. */
  due = 0;

  constructor(parts: CheckParts) {
    this.parts = parts;
    this.now = parts.now;
  }

  found(law: StoreFinding["law"], message: string): void {
    this.findings.push({ law, message });
  }

  /** Goes on where something cannot be read, and says so. */
  async attempt<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isPoolStoreError(error, "store_corrupt")) throw error;
      this.found("engine", `${what} cannot be read: Redis holds something else there.`);
      return undefined;
    }
  }

  /** Runs a script of a question that has the caller's time first. */
  ask(script: Script, ...args: readonly (string | number)[]): Promise<Answer> {
    return this.parts.client.run(script, [this.parts.now, ...args]);
  }

  /** Enters findings of a script that come with the kind and the name of what they are about. */
  tell(findings: unknown): void {
    type Row = readonly [law: StoreFinding["law"], clause: string, kind: string, name: string];
    for (const [law, clause, kind, name] of findings as readonly Row[])
      this.found(
        law,
        `${subjectOf(kind, name)}${clause}${kind === "n" || kind === "c" ? "" : tailOf(kind, name)}.`,
      );
  }
}

/** What a finding is about, as the beginning of its sentence. Callees are masked. */
function subjectOf(kind: string, name: string): string {
  if (kind === "n") return `The number "${slugOfKey(name)}" `;
  if (kind === "m")
    return `The number "${slugOfKey(name.slice(name.indexOf(":") + 1))}" has a place in a pool that `;
  if (kind === "c") return `The callee ending in ${name.slice(-2)} `;
  return "";
}

/** The same for sentences that stand alone. */
function tailOf(kind: string, name: string): string {
  if (kind === "f") return `: ${JSON.stringify(name.replace(/\d{5,}/g, "…").slice(0, 40))}`;
  if (kind === "l") return `: lease-${name}`;
  return name === "" || kind === "m" ? "" : ` (${kind}${name.slice(0, 40)})`;
}
