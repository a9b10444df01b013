import type { Reason } from '../../../contract/reasons.ts';
import type { BoundName, Criteria } from '../../../select/criteria.ts';
import type { Field, StoredField } from '../../../select/fields.ts';
import type { Unit } from './value-scale.ts';

/** Which end of a range. */
export type Edge = 'min' | 'max';

/** Both ends. */
export const BOTH_EDGES: readonly Edge[] = ['min', 'max'];

/** An uncapped value behind a score. */
export interface RawFacts {
  readonly field: StoredField;
  /** The raw value of one point (see the frame record: 1000 and 100 are 100 points). */
  readonly perPoint: number;
}

/** A filter by one value of the frame, or by time. */
export type PictureFilter = FilterFacts & { readonly field: Field | 'time' };

/** One filter of the panel. The panel is made from a list of these and knows none of them by name. */
export interface FilterFacts {
  readonly bound: BoundName;
  /** Why frames fall that it drops. */
  readonly reason: Reason;
  readonly label: string;
  /** What the number says, in a sentence. */
  readonly help: string;
  /** What its histogram counts; time and the turn of a head, which is not one number a frame, have their own. */
  readonly field: Field | 'time' | 'face_yaw';
  readonly raw: RawFacts | null;
  /** How its numbers can be written, where it is not in points. */
  readonly units?: readonly Unit[];
  /** What its own unit is called, and what it means, where it is not points. */
  readonly unitWords?: { readonly label: string; readonly help: string };
  /** Which frames have no value. */
  readonly missing?: string;
  /** The ends that can be limited; both unless given. */
  readonly edges?: readonly Edge[];
  /** Smallest and largest limit; 0 to 100 points unless given. */
  readonly range?: readonly [number, number];
  /** The modes in which it has an effect. */
  readonly modes: readonly Criteria['mode'][];
}
