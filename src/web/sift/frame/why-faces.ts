import type { Reason } from '../../../contract/reasons.ts';
import { NOT_MEASURED, unscaled } from '../../../contract/scaled.ts';
import { type Bounds, type Criteria, distanceLimit } from '../../../select/criteria.ts';
import type { FaceColumns } from '../../../select/face-columns.ts';
import { failedCriteria, type Selection } from '../../../select/select.ts';
import { formatCount, formatDecimals } from '../../format/numbers.ts';
import { distanceText } from '../filters/face-limits.ts';

/** A condition that is no range of one value, and how a frame stands to it. */
export interface ConditionLine {
  readonly reason: Reason;
  readonly label: string;
  /** What the frame has: of several faces that of the wanted person, else the nearest, else the surest. */
  readonly value: string;
  readonly limit: string;
  /** What else there is to know; may be empty. */
  readonly note: string;
  readonly passes: boolean;
}

/** The face of a row that is spoken of; -1 = there is none. */
function spokenOf(
  { any, known, starts, values, codeOf }: SpokenFaces,
  row: number,
  person: string | null,
): number {
  if (!any || known[row] !== 1) return -1;
  const wanted = person === null ? 0 : codeOf(person);
  const first = starts[row] ?? 0;
  const end = starts[row + 1] ?? 0;
  let best = -1;
  let rank = Number.POSITIVE_INFINITY;
  for (let face = first; face < end; face++) {
    const distance = values.distance[face] ?? NOT_MEASURED;
    const own = wanted > 0 && values.person[face] === wanted ? 0 : 10;
    const at = own + (distance === NOT_MEASURED ? 5 : unscaled(distance));
    if (at < rank) [best, rank] = [face, at];
  }
  return best;
}

type SpokenFaces = Pick<FaceColumns, 'any' | 'known' | 'starts' | 'values'> & {
  readonly codeOf: (person: string) => number;
};

const number = (value: number): string => formatDecimals(value, 2, 4);

function boundsText({ min, max }: Bounds, text: (value: number) => string): string {
  if (min !== null && max !== null) return `${text(min)} – ${text(max)}`;
  return min !== null ? `≥ ${text(min)}` : `≤ ${text(max ?? 0)}`;
}

const limited = ({ min, max }: Bounds): boolean => min !== null || max !== null;

/** Every condition on faces that is in effect, whatever decided about the frame. */
export function faceWhyLines(
  faces: FaceColumns,
  selection: Selection,
  { faces: criteria }: Criteria,
  row: number,
): ConditionLine[] {
  const { any, known, starts, values, people } = faces;
  const spoken = { any, known, starts, values, codeOf: (name: string) => faces.codeOf(name) };
  const face = spokenOf(spoken, row, criteria.person);
  const isKnown = any && known[row] === 1;
  const count = isKnown ? (starts[row + 1] ?? 0) - (starts[row] ?? 0) : 0;
  const without = isKnown ? 'no face' : 'not looked at';
  const scaled = (column: Int32Array): number =>
    face < 0 ? Number.NaN : unscaled(column[face] ?? NOT_MEASURED);
  const text = (value: number, write: (value: number) => string): string =>
    face < 0 ? without : Number.isNaN(value) ? 'not known' : write(value);
  const failed = failedCriteria(selection, row);
  const lines: ConditionLine[] = [];
  const add = (reason: Reason, label: string, value: string, limit: string, note = ''): void =>
    void lines.push({ reason, label, value, limit, note, passes: !failed.includes(reason) });
  const { person, yaw, minConfidence } = criteria;
  if (person !== null) {
    const name = face < 0 ? without : (people[(values.person[face] ?? 0) - 1] ?? 'nobody known');
    add('person', 'Person', name, person);
  }
  const limit = distanceLimit(criteria);
  if (limit !== null) {
    const weak = face >= 0 && values.weak[face] === 1;
    const value = text(scaled(values.distance), distanceText);
    add('face_distance', 'Face distance', value, `≤ ${distanceText(limit)}`, weak ? 'weak face: unsure' : '');
  }
  if (limited(criteria.count)) {
    const value = isKnown ? formatCount(count) : without;
    add('face_count', 'Number of faces', value, boundsText(criteria.count, formatCount));
  }
  if (limited(yaw)) add('face_yaw', 'Head turned', text(scaled(values.yaw), number), boundsText(yaw, number));
  if (minConfidence !== null) {
    const value = text(scaled(values.confidence), number);
    add('face_confidence', 'Face confidence', value, `≥ ${number(minConfidence)}`);
  }
  if (criteria.eyesOpen) {
    const closed = scaled(values.eyesClosed);
    add(
      'eyes_closed',
      'Eyes',
      text(closed, (part) => (part > 0.5 ? 'perhaps closed' : 'open')),
      'open',
    );
  }
  return lines;
}
