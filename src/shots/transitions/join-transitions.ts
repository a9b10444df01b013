/** A change of shots, by place. */
export interface Transition {
  /** Last frame before and first frame behind. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'cut' | 'gradual';
  /** First frame of the new shot. */
  readonly start: number;
}

/** Gradual changes with no more frames than this between them are one. */
const GAP = 2;

/** Whether all frames from one to another are of one colour. */
export type FlatBetween = (from: number, to: number) => boolean;

const middle = (from: number, to: number) => Math.floor((from + to + 1) / 2);

/** Two neighbours as one transition; null where each stands for itself. */
function joined(a: Transition, b: Transition, isFlat: FlatBetween): Transition | null {
  if (a.kind === 'cut' && b.kind === 'cut') return null;
  const through = isFlat(a.to, b.from);
  const adjacent = a.kind === b.kind && b.from - a.to <= GAP;
  if (!through && !adjacent) return null;
  const span = { from: a.from, to: b.to };
  if (b.kind === 'cut') return { ...span, kind: 'cut', start: b.start };
  if (a.kind === 'cut') return { ...span, kind: 'cut', start: a.start };
  return { ...span, kind: 'gradual', start: through ? middle(a.to, b.from) : middle(a.from, b.to) };
}

/**
 * The starts of new shots: a fade out and the fade in behind it are one change, in the middle of the black between them
 * or at the cut that follows; a fade in from the very beginning and a fade out to the very end are none.
 * @param transitions in order of place
 * @param last place of the last frame
 */
export function shotStarts(transitions: readonly Transition[], last: number, isFlat: FlatBetween): number[] {
  const list: Transition[] = [];
  for (const next of transitions) {
    const before = list.at(-1);
    const both = before ? joined(before, next, isFlat) : null;
    if (both) list[list.length - 1] = both;
    else list.push(next);
  }
  const isEdge = ({ kind, from, to }: Transition) =>
    kind === 'gradual' && (isFlat(0, from) || isFlat(to, last));
  return list.filter((one) => !isEdge(one)).map(({ start }) => start);
}
