/** Frames side by side. The first pane is the reference: it stays while the others step. */
export interface CompareState {
  readonly rows: readonly number[];
  /** Pane that keys act on. */
  readonly active: number;
}

/** The state with which frames are first compared: the first one that is not the reference is stepped. */
export function comparing(rows: readonly number[]): CompareState {
  return { rows, active: Math.min(1, rows.length - 1) };
}

/** The next pane, or the one before, round and round. */
export function turned({ rows, active }: CompareState, step: 1 | -1): CompareState {
  return { rows, active: (active + step + rows.length) % rows.length };
}

/** Another frame in the active pane. */
export function stepped(state: CompareState, row: number): CompareState {
  return { ...state, rows: state.rows.map((old, pane) => (pane === state.active ? row : old)) };
}

/** The next frame that no other pane shows, in one direction; -1 where there is none. */
export function freeNeighbour(
  state: CompareState,
  step: 1 | -1,
  placeOf: (row: number) => number,
  rowAt: (place: number) => number,
): number {
  const taken = new Set(state.rows);
  const from = state.rows[state.active] ?? -1;
  let place = placeOf(from);
  // A frame that is no longer shown stands before the one at its place.
  if (step === 1 && rowAt(place) !== from) place--;
  for (place += step; ; place += step) {
    const row = rowAt(place);
    if (row < 0 || !taken.has(row)) return row;
  }
}

/** The frame of a pane becomes the reference and changes places with it. */
export function referenced({ rows }: CompareState, pane: number): CompareState {
  const [reference = -1] = rows;
  const chosen = rows[pane] ?? reference;
  const swapped = rows.map((row, place) => (place === 0 ? chosen : place === pane ? reference : row));
  return comparing(swapped);
}

/** One value in every pane. */
export interface ComparedValue {
  readonly value: number;
  /** To the reference; null for the reference itself and where nothing was measured. */
  readonly difference: number | null;
  readonly best: boolean;
}

/**
 * Values with their differences to the first one.
 * @param best which of them is the best one; brightness has none
 */
export function comparedValues(
  values: readonly number[],
  best: 'largest' | 'smallest' | null,
): ComparedValue[] {
  const [reference = Number.NaN] = values;
  const measured = values.filter((value) => !Number.isNaN(value));
  const wanted = best === 'smallest' ? Math.min(...measured) : Math.max(...measured);
  const differs = best !== null && measured.some((value) => value !== wanted);
  return values.map((value, pane) => {
    const difference = value - reference;
    return {
      value,
      difference: pane === 0 || Number.isNaN(difference) ? null : difference,
      best: differs && value === wanted,
    };
  });
}
