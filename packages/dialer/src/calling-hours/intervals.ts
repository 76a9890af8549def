/** A stretch of time: its first instant, and the first after it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Puts intervals in order, and makes one of those that touch or overlap. */
export function merged(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const result: Interval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (last === undefined || interval.from > last.to) result.push(interval);
    else if (interval.to > last.to) result[result.length - 1] = { from: last.from, to: interval.to };
  }
  return result;
}

/** What two lists share. Both are in order, and their own intervals do not touch. */
export function intersection(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const shared: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let one = a[i], other = b[j]; one && other; one = a[i], other = b[j]) {
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from < to) shared.push({ from, to });
    if (one.to <= other.to) i++;
    else j++;
  }
  return shared;
}
