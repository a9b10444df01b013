import type { Reason } from '../../../contract/reasons.ts';
import { reasonCode } from '../../../select/columns.ts';
import { type BoundName, boundsOf, type Criteria, distanceLimit } from '../../../select/criteria.ts';
import { boundsStep, limitText } from '../filters/bound-words.ts';
import { distanceText, eyesStep, personStep, withEyesOpen, withPerson } from '../filters/face-limits.ts';
import type { FilterFacts } from '../filters/filter-facts.ts';
import { FILTERS, isLimited, withBounds } from '../filters/filter-list.ts';
import type { SiftModel } from '../model/sift-model.ts';

/** A change of the criteria with its name in Undo. */
interface NamedChange {
  readonly criteria: Criteria;
  readonly step: string;
}

/** Something that is limited, and the ways out. */
export interface StrictLimit {
  readonly reason: Reason;
  /** `sharpness ≥ 62.0` */
  readonly words: string;
  /** What resetting it is called: `sharpness`. */
  readonly name: string;
  readonly reset: NamedChange;
  /** null = loosening it brings nothing back. */
  readonly loosened: NamedChange | null;
}

/** Of each row what a limit is compared with, and whether a smaller value is the better one. */
function comparedValues(model: SiftModel, { field, bound }: FilterFacts) {
  const criteria = model.criteria.value;
  const { min, max } = boundsOf(criteria, bound);
  if (field === 'face_distance' && max !== null) {
    const { values } = model.faceLimits.get(model.data.columns, criteria.faces, field, 'max');
    return { read: (row: number) => values[row] ?? Number.NaN, limit: max, edge: 'max' as const };
  }
  if (field === 'time' || field === 'face_yaw' || min === null) return null;
  return { read: (row: number) => model.valueOf(field, row), limit: min, edge: 'min' as const };
}

/** The limit under which the best of the frames pass that this filter alone drops; null = none do. */
function loosened(model: SiftModel, filter: FilterFacts, wanted: number): NamedChange | null {
  const compared = comparedValues(model, filter);
  if (!compared) return null;
  const { read, limit, edge } = compared;
  const { selection } = model.outcome.value;
  const own = reasonCode(filter.reason);
  const values: number[] = [];
  for (let row = 0; row < selection.total; row++) {
    const value = selection.alone[row] === own ? read(row) : Number.NaN;
    if (edge === 'min' ? value < limit : value > limit) values.push(value);
  }
  values.sort((a, b) => (edge === 'min' ? b - a : a - b));
  const value = values[Math.min(wanted, values.length) - 1];
  if (value === undefined) return null;
  const criteria = model.criteria.value;
  const bounds = { ...boundsOf(criteria, filter.bound), [edge]: value };
  return { criteria: withBounds(criteria, filter.bound, bounds), step: boundsStep(filter, bounds) };
}

function filterLimit(model: SiftModel, filter: FilterFacts, wanted: number): StrictLimit {
  const criteria = model.criteria.value;
  const { min, max } = boundsOf(criteria, filter.bound);
  const name = filter.label.toLowerCase();
  const limit = min !== null ? `≥ ${limitText(filter, min)}` : `≤ ${limitText(filter, max ?? 0)}`;
  const none = { min: null, max: null };
  return {
    reason: filter.reason,
    words: `${name} ${limit}`,
    name,
    reset: { criteria: withBounds(criteria, filter.bound, none), step: boundsStep(filter, none) },
    loosened: loosened(model, filter, wanted),
  };
}

/** Conditions on faces that are no range. */
function faceConditions(criteria: Criteria): StrictLimit[] {
  const { person, eyesOpen, maxDistance } = criteria.faces;
  const found: StrictLimit[] = [];
  if (person !== null) {
    const reset = { criteria: withPerson(criteria, null), step: personStep(null) };
    found.push({ reason: 'person', words: `person ${person}`, name: 'the person', reset, loosened: null });
    const limit = distanceLimit(criteria.faces);
    if (maxDistance === null && limit !== null) {
      const words = `face distance ≤ ${distanceText(limit)} of ${person}`;
      found.push({ reason: 'face_distance', words, name: 'the person', reset, loosened: null });
    }
  }
  if (eyesOpen) {
    const reset = { criteria: withEyesOpen(criteria, false), step: eyesStep(false) };
    found.push({ reason: 'eyes_closed', words: 'open eyes', name: 'open eyes', reset, loosened: null });
  }
  return found;
}

/**
 * What drops most of the frames that nothing else has decided about.
 * @param wanted frames that loosening it brings back
 */
export function strictestLimit(model: SiftModel, wanted: number): StrictLimit | null {
  const outcome = model.outcome.value;
  const inEffect = (bound: BoundName, modes: readonly Criteria['mode'][]): boolean =>
    modes.includes(outcome.criteria.mode) && isLimited(outcome.criteria, bound);
  const filters = FILTERS.filter(({ bound, modes }) => inEffect(bound, modes));
  const makers = [
    ...filters.map((filter) => ({ reason: filter.reason, make: () => filterLimit(model, filter, wanted) })),
    ...faceConditions(model.criteria.value).map((limit) => ({ reason: limit.reason, make: () => limit })),
  ];
  const dropped = (reason: Reason): number => outcome.drops(reason).all;
  const [first] = makers.toSorted((a, b) => dropped(b.reason) - dropped(a.reason));
  return first?.make() ?? null;
}
