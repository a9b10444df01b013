import type { PictureType } from '../contract/picture-type.ts';
import type { FrameRecord, PickedBy } from '../contract/record.ts';
import { roundTo } from '../contract/round.ts';
import type { DecodeMethod, FrameRange } from '../decode/decode-method.ts';
import type { FrameIndex } from '../decode/frame-index.ts';
import { pictureName } from './picture-writer.ts';
import type { ReadyFrame } from './stretch-frames.ts';

/** What a record needs to know of its run. */
export interface RecordContext {
  readonly index: FrameIndex;
  readonly method: DecodeMethod;
  readonly range: FrameRange;
  readonly pictureType: PictureType;
  /** Whether a frame is of type I by its packet; null = only the decoder tells. */
  readonly isIntra: ((frameNumber: number) => boolean) | null;
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
 * @param isFirst whether it is the first record of the run
 */
export function recordOf(frame: ReadyFrame, context: RecordContext, isFirst: boolean): FrameRecord {
  const { frameNumber, pts, result, original } = frame;
  const common = {
    frame_number: frameNumber,
    time: roundTo(context.index.timeAt(pts), 6),
    pts,
    picked_by: pickedBy(frame, context, isFirst),
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
    sharpness_score: scores.sharpness,
    edge_strength_score: scores.edge_strength,
    contrast_score: scores.contrast,
    brightness_score: scores.brightness,
    entropy_score: scores.entropy,
    quality_score: result.quality,
    sharpness_raw: result.sharpnessRaw,
    edge_strength_raw: result.edgeRaw,
    ...(original !== undefined && { original }),
    error: null,
  };
}
