/** Most instants that any second holds: from each of them on, its end excluded. */
export function busiestSecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let last = 0;
  for (const [first, start] of sorted.entries()) {
    while (last < sorted.length && (sorted[last] as number) < start + 1_000) last++;
    most = Math.max(most, last - first);
  }
  return most;
}

/** How many came a second, from the first to the last of them. */
export function meanRate(instants: readonly number[]): number {
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  return ((instants.length - 1) * 1_000) / (last - first);
}
