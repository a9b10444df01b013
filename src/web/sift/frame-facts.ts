import type { Verdict } from '../../contract/http.ts';
import type { Reason } from '../../contract/reasons.ts';
import { OPEN, reasonCode } from '../../select/columns.ts';
import { boundsOf } from '../../select/criteria.ts';
import type { SortKey } from '../../select/order.ts';
import { reasonOf } from '../../select/select.ts';
import { verdictAt } from './model/marks.ts';
import type { SiftModel } from './model/sift-model.ts';
import { FIELD_LABEL, REASON_WORD, valueText } from './words.ts';

/** What is said about a frame wherever it is shown. */
export interface FrameFacts {
  readonly row: number;
  readonly frame: number;
  /** `0:41.375`, or the name of the picture. */
  readonly place: string;
  /** Shot as `framesift shots` numbers it, from 0; -1 = not known. */
  readonly shot: number;
  readonly verdict: Verdict;
  /** Why it is dropped; null = kept. */
  readonly reason: Reason | null;
  /** The run itself dropped it: its pre-filter, or an error. */
  readonly byRun: boolean;
  /** There is no picture to be had. */
  readonly undecodable: boolean;
}

/** What there is to say about a row. */
export function factsOf(model: SiftModel, row: number): FrameFacts {
  const { data, outcome } = model;
  const { marks, selection } = outcome.value;
  const standing = data.columns.standing[row] ?? OPEN;
  return {
    row,
    frame: data.numberOf(row),
    place: model.nameOf(row),
    shot: data.shotOf(row),
    verdict: verdictAt(marks, row),
    reason: reasonOf(selection, row),
    byRun: standing !== OPEN,
    undecodable: standing === reasonCode('error'),
  };
}

/** The limits that a field is compared with. */
export function limitsOf(model: SiftModel, field: SortKey): readonly (number | null)[] {
  if (field === 'sharpness_raw' || field === 'edge_strength_raw' || field === 'object_score') return [];
  const { min, max } = boundsOf(model.criteria.value, field);
  return [min, max];
}

/** A value of a row in words. */
export function fieldText(model: SiftModel, field: SortKey, row: number): string {
  const value = field === 'time' ? model.data.timeOf(row) : model.valueOf(field, row);
  return valueText(field, value, limitsOf(model, field));
}

interface FrameWords {
  readonly value: string;
  /** What the value is. */
  readonly label: string;
  /** Who is on it; empty in a run without faces. */
  readonly faces: string;
  /** Place among so many that are shown. */
  readonly place: number;
  readonly count: number;
}

/** Everything about a frame in one sentence, for a screen reader: position last, as it changes most. */
export function frameSentence(facts: FrameFacts, { value, label, faces, place, count }: FrameWords): string {
  const kept = facts.reason === null ? 'kept' : `dropped: ${REASON_WORD[facts.reason]}`;
  const verdict = facts.verdict === 'pin' ? ['pinned'] : facts.verdict === 'reject' ? ['rejected'] : [];
  const parts = [`Frame ${facts.frame}`, facts.place, `${label.toLowerCase()} ${value}`, kept];
  // A rejected frame is dropped because of it; saying so twice tells nothing.
  if (facts.reason !== 'manual') parts.push(...verdict);
  if (faces !== '') parts.push(faces);
  return [...parts, `${place + 1} of ${count}`].join(', ');
}

/** The field whose value stands below a picture: the one that frames are sorted by, else quality. */
export function captionField(sort: SortKey): { field: SortKey; label: string } {
  const field = sort === 'time' ? 'quality' : sort;
  return { field, label: FIELD_LABEL[field] };
}
