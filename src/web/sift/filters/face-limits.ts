import { type Criteria, distanceLimit } from '../../../select/criteria.ts';
import { formatDecimals } from '../../format/numbers.ts';

/** A distance as it is written: `0.45`. */
export function distanceText(distance: number): string {
  return formatDecimals(distance, 2, 4);
}

/** Criteria with another wanted person; null = anybody. */
export function withPerson(criteria: Criteria, person: string | null): Criteria {
  return { ...criteria, faces: { ...criteria.faces, person } };
}

/** Criteria for which closed eyes count, or do not. */
export function withEyesOpen(criteria: Criteria, eyesOpen: boolean): Criteria {
  return { ...criteria, faces: { ...criteria.faces, eyesOpen } };
}

/** What wanting somebody is called in Undo. */
export function personStep(person: string | null): string {
  return person === null ? 'anybody' : `person ${person}`;
}

/** What asking for open eyes is called in Undo. */
export function eyesStep(open: boolean): string {
  return open ? 'eyes open' : 'eyes open or closed';
}

/** Why a distance is limited although nobody set it, or what is odd about it; null = nothing to say. */
export function distanceNote({ faces }: Criteria): string | null {
  const { maxDistance, pack, run } = faces;
  if (maxDistance !== null && pack !== null && run !== null) {
    return `This limit was chosen for the models ${pack}; distances of ${run.pack} mean something else.`;
  }
  const limit = distanceLimit(faces);
  if (maxDistance !== null || limit === null) return null;
  return `As a person is wanted, the limit of the models is in effect: ${distanceText(limit)}.`;
}
