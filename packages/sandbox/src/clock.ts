/** A clock that stands still where `now` would go back, so that calls stay in the order of their placing. */
export function steadyClock(now: () => number): () => number {
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    latest = Math.max(latest, now());
    return latest;
  };
}
