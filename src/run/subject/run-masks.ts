import type { FrameRecord } from '../../contract/record.ts';
import type { FrameMask, MaskHead, ShotMasks } from '../../contract/subject-file.ts';
import { maskPath } from './mask-files.ts';

/** What a record says of shot and mask. */
export type MaskFields = Pick<
  FrameRecord,
  'shot_id' | 'mask_path' | 'mask_area_pct' | 'mask_empty' | 'seed_type' | 'reid_similarity' | 'object_score'
>;

const REASON_TEXT: Readonly<Record<NonNullable<FrameMask['reason']>, string>> = {
  not_found: 'the subject was not found in this shot',
  absent: 'the subject is not in the picture',
  too_small: 'the subject is too small',
  other_person: "the face is somebody else's",
  lost: 'the subject was lost',
};

/** The finished masks of a run. */
export class RunMasks {
  readonly #shots: MaskHead['shots'];
  readonly #frames = new Map<number, FrameMask>();

  constructor({ shots }: MaskHead, done: Iterable<ShotMasks>) {
    this.#shots = shots;
    for (const { frames } of done) for (const frame of frames) this.#frames.set(frame.frame_number, frame);
  }

  /** The shot of a frame; null outside of all. */
  shotOf(frameNumber: number): number | null {
    let [low, high] = [0, this.#shots.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const shot = this.#shots[middle];
      if (!shot) return null;
      if (frameNumber < shot.start) high = middle - 1;
      else if (frameNumber >= shot.end) low = middle + 1;
      else return shot.id;
    }
    return null;
  }

  /** Whether a frame has a mask with a subject in it. */
  hasSubject(frameNumber: number): boolean {
    return this.#frames.get(frameNumber)?.reason === null;
  }

  /** What the record of a frame says; a frame that could not be decoded has only its shot. */
  fieldsOf(frameNumber: number, decoded: boolean): MaskFields {
    const mask = decoded ? this.#frames.get(frameNumber) : undefined;
    return {
      shot_id: this.shotOf(frameNumber),
      mask_path: mask?.stored ? maskPath(frameNumber) : null,
      mask_area_pct: mask?.area_pct ?? null,
      mask_empty: mask ? mask.reason !== null : null,
      seed_type: mask?.seed_type ?? null,
      reid_similarity: mask?.similarity ?? null,
      object_score: mask?.object_score ?? null,
    };
  }

  /** Why the subject is not on a frame, for people; null where it is. */
  reasonOf(frameNumber: number): string | null {
    const reason = this.#frames.get(frameNumber)?.reason ?? null;
    return reason && REASON_TEXT[reason];
  }
}
