import type { ReviewAnswer, Verdict } from '../../../contract/http.ts';
import type { Review } from '../../../select/select.ts';

/** A verdict that is given to a frame; null takes one away. */
export interface VerdictChange {
  readonly frame_number: number;
  readonly verdict: Verdict;
}

/** The verdicts in effect, by frame number; frames without one are not in it. */
export type Verdicts = ReadonlyMap<number, 'pin' | 'reject'>;

/** What the server knows, without its revision. A frame that is both pinned and rejected is pinned. */
export function verdictsOf({ pinned, rejected }: Pick<ReviewAnswer, 'pinned' | 'rejected'>): Verdicts {
  const verdicts = new Map<number, 'pin' | 'reject'>();
  for (const frameNumber of rejected) verdicts.set(frameNumber, 'reject');
  for (const frameNumber of pinned) verdicts.set(frameNumber, 'pin');
  return verdicts;
}

/** Verdicts after some changes. */
export function changedVerdicts(verdicts: Verdicts, changes: Iterable<VerdictChange>): Verdicts {
  const changed = new Map(verdicts);
  for (const { frame_number, verdict } of changes) {
    if (verdict === null) changed.delete(frame_number);
    else changed.set(frame_number, verdict);
  }
  return changed;
}

/** Verdicts as `select` takes them. */
export function reviewOf(verdicts: Verdicts): Review {
  const pinned: number[] = [];
  const rejected: number[] = [];
  for (const [frameNumber, verdict] of verdicts) {
    (verdict === 'pin' ? pinned : rejected).push(frameNumber);
  }
  return { pinned, rejected };
}

/** Changes as one each frame: a later one takes the place of an earlier one. */
export function mergedChanges(...lists: readonly (readonly VerdictChange[])[]): VerdictChange[] {
  const merged = new Map<number, VerdictChange>();
  for (const list of lists) for (const change of list) merged.set(change.frame_number, change);
  return [...merged.values()];
}

/** The changes that take others back. */
export function inverseChanges(before: Verdicts, changes: readonly VerdictChange[]): VerdictChange[] {
  return changes.map(({ frame_number }) => ({ frame_number, verdict: before.get(frame_number) ?? null }));
}
