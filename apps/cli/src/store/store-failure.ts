import type { PoolStoreError, PoolStoreErrorCode } from "@dialpool/pool-strategies/store-kit";
import { EXIT, type ExitCode } from "../exit-codes.js";

/** What the caller of a command can do about a store that failed. */
export interface StoreAdvice {
  readonly exitCode: ExitCode;
  readonly hint: string;
}

const ADVICE: Readonly<Record<PoolStoreErrorCode, StoreAdvice>> = {
  store_unavailable: {
    exitCode: EXIT.retryLater,
    hint: "See whether the server runs (or the disk is there, and sound) and the address is right, then run the command again on this same place.",
  },
  store_busy: {
    exitCode: EXIT.retryLater,
    hint: "Another process is at work on the pool state; run the command again in a moment.",
  },
  store_full: {
    exitCode: EXIT.retryLater,
    hint: "Make room on the disk, or in the server's memory, then run the command again.",
  },
  store_read_only: {
    exitCode: EXIT.config,
    hint: "Make the file and its folder writable for you, name the master instead of a replica, or name another place with --store.",
  },
  store_corrupt: {
    exitCode: EXIT.config,
    hint: "If it is yours and there is no backup: `dialpool store rebuild --replace` makes it anew, from the call records and what can still be read of it. If that cannot open it either, or it is not yours: name another place (a file, a namespace) with --store, and run `dialpool store rebuild` there. Campaigns come back by a backup alone, for no export and no rebuild has them: in a new place, a list that is run again is called from its beginning.",
  },
  store_version: {
    exitCode: EXIT.config,
    hint: "Use the version of dialpool that wrote it (a server: Redis 7 or newer), or name another place with --store.",
  },
  store_denied: {
    exitCode: EXIT.config,
    hint: "Check user, password and rights. A password is best kept in DIALPOOL_STORE: redis://:PASSWORD@HOST:PORT.",
  },
  journal_failed: {
    exitCode: EXIT.internal,
    hint: "This is a fault of dialpool. Run again with --debug and report what it prints.",
  },
  clock_skew: {
    exitCode: EXIT.config,
    hint: "Set this machine's clock right: limits of numbers that machines share are counted by time.",
  },
  namespace_not_empty: {
    exitCode: EXIT.usage,
    hint: "Name another file or namespace with --store, or add --replace to give up what is kept.",
  },
  import_invalid: {
    exitCode: EXIT.usage,
    hint: "Take the whole output of `dialpool store export`, of a version that fits. Nothing was imported.",
  },
  store_closed: {
    exitCode: EXIT.internal,
    hint: "This is a fault of dialpool. Run again with --debug and report what it prints.",
  },
};

/** What to do about a store that failed. One whose code is not known yet is our fault. */
export function adviceOnStore({ code }: Pick<PoolStoreError, "code">): StoreAdvice {
  return ADVICE[code] ?? ADVICE.store_closed;
}
