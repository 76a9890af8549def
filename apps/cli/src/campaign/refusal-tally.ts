import type { Refusal, RefusalCode } from "@dialpool/pool-strategies";

/** Contacts without a caller ID, for one and the same reason. */
export interface RefusedContacts {
  readonly code: RefusalCode;
  readonly contacts: number;
  /** Epoch ms: when the first of them may be called; absent when waiting does not help. */
  readonly retryAt?: number;
}

/** Counts contacts without a caller ID by the reason. */
export interface RefusalTally {
  readonly contacts: number;
  add(refusal: Refusal): void;
  /** In the order in which the reasons came up. */
  list(): readonly RefusedContacts[];
}

/** Makes an empty tally. */
export function createRefusalTally(): RefusalTally {
  const byCode = new Map<RefusalCode, RefusedContacts>();
  return {
    get contacts() {
      return this.list().reduce((sum, { contacts }) => sum + contacts, 0);
    },
    add({ code, retryAt }) {
      const known = byCode.get(code);
      const soonest = Math.min(...[known?.retryAt, retryAt].filter((at) => at !== undefined));
      byCode.set(code, {
        code,
        contacts: (known?.contacts ?? 0) + 1,
        ...(soonest === Number.POSITIVE_INFINITY ? {} : { retryAt: soonest }),
      });
    },
    list: () => [...byCode.values()],
  };
}
