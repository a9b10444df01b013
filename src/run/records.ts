import type { PictureType } from '../contract/picture-type.ts';
import type { FrameRecord, PickedBy } from '../contract/record.ts';
import { roundTo } from '../contract/round.ts';
import type { DecodeMethod, FrameRange } from '../decode/decode-method.ts';
import type { FrameIndex } from '../decode/frame-index.ts';
import type { FaceComparison } from './faces/face-comparison.ts';
import { faceFields, NO_FACE_FIELDS } from './faces/face-fields.ts';
import { pictureName } from './picture-writer.ts';
import type { ReadyFrame } from './stretch-frames.ts';
import type { RunMasks } from './subject/run-masks.ts';

/** What a record needs to know of its run. */
export interface RecordContext {
  readonly index: FrameIndex;
  readonly method: DecodeMethod;
  readonly range: FrameRange;
  readonly pictureType: PictureType;
  /** Whether a frame is of type I by its packet; null = only the decoder tells. */
  readonly isIntra: ((frameNumber: number) => boolean) | null;
  /** Compares the faces of the run; null where none are looked for. */
  readonly faces: FaceComparison | null;
  /** The masks of the run; null where none are made. */
  readonly masks: RunMasks | null;
  /** Whether shots are told apart; which one a frame belongs to is known at the end. */
  readonly shots: boolean;
}

/** What of a run is recorded. */
export interface Recorded {
  readonly frames: number;
  readonly embeddings: number;
}

/** Why a frame was picked. */
function pickedBy(frame: ReadyFrame, { method, isIntra }: RecordContext, isFirst: boolean): PickedBy {
  switch (method.kind) {
    case 'all':
    case 'numbers':
      return 'all';
    case 'interval':
      return 'interval';
    case 'scene':
      return isFirst ? 'first' : 'scene';
    case 'keyframes': {
      const intra =
        frame.result === null ? isIntra?.(frame.frameNumber) !== false : frame.pictureType === 'I';
      return intra ? 'keyframe' : 'gap';
    }
  }
}

/**
 * The record of one frame.
 * @param before what is recorded already: how many frames, and how many rows of embeddings
 */
export function recordOf(frame: ReadyFrame, context: RecordContext, before: Recorded): FrameRecord {
  const { frameNumber, pts, result, original } = frame;
  const { faces: comparison } = context;
  const found = result?.faces ?? null;
  const looked = comparison && found ? faceFields(found, comparison, before.embeddings) : NO_FACE_FIELDS;
  const faces = comparison === null ? {} : looked;
  const shot = context.shots ? { shot_id: null } : {};
  const masks = context.masks?.fieldsOf(frameNumber, result !== null) ?? shot;
  const common = {
    frame_number: frameNumber,
    time: roundTo(context.index.timeAt(pts), 6),
    pts,
    picked_by: pickedBy(frame, context, before.frames === 0),
  };
  if (result === null) {
    return {
      ...common,
      filename: null,
      status: 'error',
      reject_reason: 'error',
      sharpness_score: null,
      edge_strength_score: null,
      contrast_score: null,
      brightness_score: null,
      entropy_score: null,
      quality_score: null,
      sharpness_raw: null,
      edge_strength_raw: null,
      ...faces,
      ...masks,
      ...(original !== undefined && { original }),
      error: frame.error === undefined ? 'could not be decoded' : `could not be decoded: ${frame.error}`,
    };
  }
  const { scores, reason } = result;
  return {
    ...common,
    filename: reason === null ? pictureName(frameNumber, frame.stored ?? context.pictureType) : null,
    status: reason === null ? 'kept' : 'rejected',
    reject_reason: reason,
    sharpness_score: scores?.sharpness ?? null,
    edge_strength_score: scores?.edge_strength ?? null,
    contrast_score: scores?.contrast ?? null,
    brightness_score: scores?.brightness ?? null,
    entropy_score: scores?.entropy ?? null,
    quality_score: result.quality,
    sharpness_raw: result.sharpnessRaw,
    edge_strength_raw: result.edgeRaw,
    ...faces,
    ...masks,
    ...(original !== undefined && { original }),
    error: context.masks?.reasonOf(frameNumber) ?? null,
  };
}
