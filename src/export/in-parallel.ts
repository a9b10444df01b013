/**
 * Does a step for every item, some at a time, in order of their beginning. After a failure nothing new is begun, and
 * it throws once everything has come to rest, so that the caller can tidy up.
 * @param most how many at a time
 */
export async function inParallel<T>(
  items: Iterable<T>,
  most: number,
  step: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const work = async (): Promise<void> => {
    try {
      for (let next = queue.next(); !next.done && !failed; next = queue.next()) await step(next.value);
    } catch (thrown) {
      failed = true;
      throw thrown;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: most }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
