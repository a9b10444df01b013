import type { Verdict } from '../../../contract/http.ts';
import { formatCounted, formatFrameNumber } from '../../format/numbers.ts';
import { inverseChanges, type VerdictChange } from '../review/verdict-book.ts';
import type { Attention } from './attention.ts';
import type { SiftModel } from './sift-model.ts';

/** What {@link markRows} works with. */
export interface MarkingParts {
  readonly model: SiftModel;
  readonly attention: Attention;
  /** Gives verdicts: the model is told at once (`judge`), the server as soon as it can be. */
  readonly give: (changes: readonly VerdictChange[]) => void;
}

/** A mark to be given. */
export interface MarkWish {
  readonly verdict: Verdict;
  readonly rows: readonly number[];
  /** Go on to the next frame, also where the marked one stays in sight. */
  readonly advance: boolean;
  /** Leave a frame that disappears from the gallery on the screen: it is the large picture. */
  readonly stay: boolean;
}

const VERBS = { pin: 'pin', reject: 'reject' } as const;

function nameOf(verdict: Verdict, changes: readonly VerdictChange[]): string {
  const verb = verdict === null ? 'clear the mark of' : VERBS[verdict];
  const [only] = changes;
  if (changes.length === 1 && only) return `${verb} ${formatFrameNumber(only.frame_number)}`;
  return `${verb} ${formatCounted(changes.length, 'frame')}`;
}

/** What a wish changes: the same verdict again takes it away, and frames that have it already are left alone. */
export function wantedChanges(
  verdict: Verdict,
  frameNumbers: readonly number[],
  verdictOf: (frameNumber: number) => Verdict,
): VerdictChange[] {
  const given = verdict !== null && frameNumbers.every((number) => verdictOf(number) === verdict);
  const next = given ? null : verdict;
  return frameNumbers
    .filter((number) => verdictOf(number) !== next)
    .map((frame_number) => ({ frame_number, verdict: next }));
}

/** Where the focus goes after a mark: on, where that is wished for, and away from a frame that has disappeared. */
function nextFocus({ model, attention }: MarkingParts, wish: MarkWish): number {
  const shown = model.shown.value;
  const focus = attention.focus.value;
  if (shown.length === 0) return focus;
  const isShown = shown.has(focus);
  if (wish.advance) return attention.neighbour(1) >= 0 ? attention.neighbour(1) : shown.nearest(focus);
  return isShown || wish.stay ? focus : shown.nearest(focus);
}

/**
 * Marks frames, as one step that can be undone: undoing brings them back, selects what was selected and focuses the
 * frame that was focused.
 * @returns what was changed
 */
export function markRows(parts: MarkingParts, wish: MarkWish): VerdictChange[] {
  const { model, attention, give } = parts;
  const numbers = wish.rows.map((row) => model.data.numberOf(row)).filter((number) => number >= 0);
  const before = model.verdicts;
  const changes = wantedChanges(wish.verdict, numbers, (number) => before.get(number) ?? null);
  if (changes.length === 0) return changes;
  const back = inverseChanges(before, changes);
  const focused = model.data.numberOf(attention.focus.value);
  const selected = attention.selected.value;

  const apply = (list: readonly VerdictChange[]): void => {
    give(list);
    model.settle();
  };
  const forward = (): void => {
    apply(changes);
    const left = attention.selected.value;
    // A selection of frames that are gone would be acted on unseen by the next key.
    if (left.countIn(model.shown.value.rows) < left.size) attention.clear();
    const next = nextFocus(parts, wish);
    if (next !== attention.focus.value) attention.moveTo(next);
  };
  forward();
  model.history.push({
    name: nameOf(changes[0]?.verdict ?? null, changes),
    undo: () => {
      apply(back);
      attention.restore(selected, model.data.columns.rowOf(focused));
    },
    redo: () => {
      attention.restore(selected, model.data.columns.rowOf(focused));
      forward();
    },
  });
  return changes;
}
