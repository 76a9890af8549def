import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";

/** The error of a pool that another process has been loading for too long. */
export function beingLoaded(): PoolStoreError {
  return new PoolStoreError(
    "store_busy",
    "The pool is being loaded by another process, and has been for half a minute. Try again; if its loader died, load the pool once more.",
  );
}

/** The caller's clock is too far off the server's. @param aheadMs Below 0 for one that is behind. */
export function clockSkew(aheadMs: number, allowedMs: number | null): PoolStoreError {
  const side = aheadMs < 0 ? "behind" : "ahead of";
  return new PoolStoreError(
    "clock_skew",
    `The caller's clock is ${Math.abs(aheadMs)} ms ${side} that of the Redis server; ${allowedMs} ms are allowed. Set the clocks right, by NTP for instance.`,
  );
}
