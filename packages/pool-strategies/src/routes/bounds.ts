/** The most buckets that one number may be in, and the most links that one call may try. */
export const MAX_BUCKETS = 64;
