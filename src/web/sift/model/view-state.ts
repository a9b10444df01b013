import { REASONS, type Reason } from '../../../contract/reasons.ts';
import { fieldsOf, type KnownParts } from '../../../select/fields.ts';
import type { SortDirection, SortKey } from '../../../select/order.ts';

/** Which verdicts are looked at; it changes nothing about what is kept. */
export const MARK_FILTERS = ['any', 'pinned', 'rejected', 'unmarked'] as const;
/** Name of such a filter. */
export type MarkFilter = (typeof MARK_FILTERS)[number];

/** How the frames are looked at; what is kept does not depend on it. */
export interface ViewState {
  readonly sort: SortKey;
  readonly direction: SortDirection;
  /** Dropped frames are shown in their places. */
  readonly dropped: boolean;
  /** Only frames that fell for this reason are shown. */
  readonly reason: Reason | null;
  readonly marks: MarkFilter;
}

/** What frames can be sorted by, in the order of the menu. */
export function sortKeys(run: KnownParts): readonly SortKey[] {
  return ['time', ...fieldsOf(run)];
}

/** A run of which nothing is known but the measured values. */
const PLAIN: KnownParts = { faces: { any: false }, subjects: { any: false } };

/** The gallery as it is first seen. */
export const DEFAULT_VIEW: ViewState = {
  sort: 'time',
  direction: 'ascending',
  dropped: false,
  reason: null,
  marks: 'any',
};

/** Time runs forward, and the nearest face comes first; of every other value it is the largest. */
export function naturalDirection(sort: SortKey): SortDirection {
  return sort === 'time' || sort === 'face_distance' ? 'ascending' : 'descending';
}

function known<T extends string>(names: readonly T[], name: string | null): T | null {
  return names.find((candidate) => candidate === name) ?? null;
}

/**
 * The view in the query of an address; what is not understood is as in {@link DEFAULT_VIEW}.
 * @param run what it knows of its frames
 */
export function viewFromQuery(query: URLSearchParams, run = PLAIN): ViewState {
  const sort = known(sortKeys(run), query.get('sort')) ?? DEFAULT_VIEW.sort;
  const direction = known(['ascending', 'descending'] as const, query.get('order'));
  return {
    sort,
    direction: direction ?? naturalDirection(sort),
    dropped: query.has('dropped'),
    reason: known(REASONS, query.get('reason')),
    marks: known(MARK_FILTERS, query.get('marks')) ?? DEFAULT_VIEW.marks,
  };
}

/** What stands for a view in the query. */
export function viewToQuery(view: ViewState): Map<string, string> {
  const query = new Map<string, string>();
  if (view.sort !== DEFAULT_VIEW.sort) query.set('sort', view.sort);
  if (view.direction !== naturalDirection(view.sort)) query.set('order', view.direction);
  if (view.dropped) query.set('dropped', '1');
  if (view.reason) query.set('reason', view.reason);
  if (view.marks !== DEFAULT_VIEW.marks) query.set('marks', view.marks);
  return query;
}
