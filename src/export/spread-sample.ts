/** Some of a list, evenly spread over it, first and last among them; all of it when it is no longer than that. */
export function spreadSample<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / Math.max(1, most - 1);
  return Array.from({ length: most }, (_, i) => items[Math.round(i * step)]).flatMap((item) =>
    item === undefined ? [] : [item],
  );
}
