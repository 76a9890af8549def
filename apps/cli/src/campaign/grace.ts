/** How long after an attempt's deadline its record may still show up, ms: the default of `--reconcile-after`, and the dialer's. */
export const GRACE_MS = 600_000;
