import { NOT_MEASURED, SCORE_SCALE } from '../contract/scaled.ts';
import type { FrameColumns } from './columns.ts';
import { type Criteria, distanceLimit, type FaceCriteria } from './criteria.ts';
import type { FaceColumns } from './face-columns.ts';
import { type Criterion, reasonBit } from './reason-bit.ts';

/** From this on, scaled, the eyes are most likely closed. */
const EYES_CLOSED = SCORE_SCALE / 2;

/** What a face can meet, in the order in which the faces of a frame are narrowed down. */
const PERSON = 1;
const DISTANCE = 2;
const EYES = 4;
const YAW = 8;
const CONFIDENCE = 16;
const ALL = PERSON | DISTANCE | EYES | YAW | CONFIDENCE;
const REASON_OF = [
  [PERSON, 'person'],
  [DISTANCE, 'face_distance'],
  [EYES, 'eyes_closed'],
  [YAW, 'face_yaw'],
  [CONFIDENCE, 'face_confidence'],
] as const;

/** The largest scaled value that is at most a limit, exactly as their doubles compare. */
export function scaledMaximum(limit: number | null): number {
  if (limit === null) return -(NOT_MEASURED + 1);
  let whole = Math.floor(limit * SCORE_SCALE) + 1;
  while (whole / SCORE_SCALE > limit) whole--;
  return whole;
}

/** The smallest scaled value that is at least a limit; anything that was measured where there is none. */
export function scaledMinimum(limit: number | null): number {
  return limit === null ? NOT_MEASURED + 1 : -scaledMaximum(-limit);
}

/** The reasons of every set of conditions that were not met, as bits. */
function reasonBits(): Uint32Array {
  return Uint32Array.from({ length: ALL + 1 }, (_, missed) =>
    REASON_OF.reduce((bits, [part, reason]) => (missed & part ? bits | reasonBit(reason) : bits), 0),
  );
}

/** The conditions that are asked for. */
function partsOf(criteria: FaceCriteria): number {
  const { person, minConfidence, eyesOpen, yaw } = criteria;
  return (
    (person === null ? 0 : PERSON) |
    (distanceLimit(criteria) === null ? 0 : DISTANCE) |
    (eyesOpen ? EYES : 0) |
    (yaw.min === null && yaw.max === null ? 0 : YAW) |
    (minConfidence === null ? 0 : CONFIDENCE)
  );
}

/** Tells which conditions a face meets; those that are not asked for count as met. */
function judgeOf(faces: FaceColumns, criteria: FaceCriteria, asked: number): (face: number) => number {
  const { person, distance, eyesClosed, yaw, confidence } = faces.values;
  const wanted = criteria.person === null ? 0 : faces.codeOf(criteria.person);
  const nearest = scaledMaximum(distanceLimit(criteria));
  const [leftmost, rightmost] = [scaledMinimum(criteria.yaw.min), scaledMaximum(criteria.yaw.max)];
  const least = scaledMinimum(criteria.minConfidence);
  const free = ALL & ~asked;
  return (face) => {
    let met = free;
    if (wanted > 0 && person[face] === wanted) met |= PERSON;
    const far = distance[face] ?? NOT_MEASURED;
    if (far > NOT_MEASURED && far <= nearest) met |= DISTANCE;
    if ((eyesClosed[face] ?? NOT_MEASURED) <= EYES_CLOSED) met |= EYES;
    const turned = yaw[face] ?? NOT_MEASURED;
    if (turned >= leftmost && turned <= rightmost) met |= YAW;
    if ((confidence[face] ?? NOT_MEASURED) >= least) met |= CONFIDENCE;
    return met;
  };
}

/**
 * The conditions that no face is left for when the faces of a frame are narrowed down by one after another; one that
 * would leave none is noted and skipped, so that a single one noted is the only one in the way.
 */
function missedBy(judge: (face: number) => number, first: number, end: number): number {
  let needed = 0;
  for (const [part] of REASON_OF) {
    const wanted = needed | part;
    let face = first;
    while (face < end && (judge(face) & wanted) !== wanted) face++;
    if (face < end) needed = wanted;
  }
  return ALL & ~needed;
}

/** Tells whether a face meets everything that is asked of it. */
export function faceTest(faces: FaceColumns, criteria: FaceCriteria): (face: number) => boolean {
  const judge = judgeOf(faces, criteria, partsOf(criteria));
  return (face) => judge(face) === ALL;
}

/** What is asked of single faces: one and the same face of a frame has to meet all of it. */
export function faceCriteria(columns: FrameColumns, criteria: Criteria): Criterion[] {
  const asked = partsOf(criteria.faces);
  if (asked === 0) return [];
  const bits = reasonBits();
  const { faces } = columns;
  const mark: Criterion = (failing) => {
    const { any, known, starts } = faces;
    const judge = judgeOf(faces, criteria.faces, asked);
    const notLookedAt = bits[asked] ?? 0;
    for (let row = 0; row < failing.length; row++) {
      const first = starts[row] ?? 0;
      const end = starts[row + 1] ?? 0;
      let missed = asked;
      if (any && known[row] === 1 && end > first) {
        missed = ALL & ~judge(first);
        for (let face = first + 1; missed !== 0 && face < end; face++) missed = ALL & ~judge(face);
        if (missed !== 0 && end > first + 1) missed = missedBy(judge, first, end);
      }
      if (missed !== 0) failing[row] = (failing[row] ?? 0) | (bits[missed] ?? notLookedAt);
    }
  };
  return [mark];
}
