import type { LeaseRecord, OpenLeaseRecord } from "@dialpool/pool-strategies/store-kit";

/** Whether a lease of an export may still be settled. */
export function isOpenLease(lease: LeaseRecord): lease is OpenLeaseRecord {
  return lease.state !== "ended" && lease.state !== "released";
}
