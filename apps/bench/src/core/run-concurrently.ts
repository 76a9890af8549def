/** Runs something `times` times, so many at once. */
export async function runConcurrently(
  runOne: () => Promise<void>,
  times: number,
  concurrency: number,
): Promise<void> {
  let left = times;
  const worker = async () => {
    while (left-- > 0) await runOne();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
