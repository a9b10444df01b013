/** Which files import which, by path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Finds import cycles by depth-first search: one for every edge that leads back to a file being visited.
 * @returns cycles as lists of paths, the first repeated at the end
 */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path]);
      return;
    }
    if (finished.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) visit(next);
    trail.pop();
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path);
  return cycles;
}
