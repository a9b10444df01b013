import { describe, expect, it } from 'vitest';
import { frameRecordSchema } from '../contract/record.ts';
import type { DecodeMethod } from '../decode/decode-method.ts';
import { streamMap } from '../decode/video.fixture.ts';
import type { FrameResult } from './frame-protocol.ts';
import { recordOf } from './records.ts';

const { index } = streamMap(100, null);
const result: FrameResult = {
  sequence: 0,
  scores: { sharpness: 10, edge_strength: 20, contrast: 30, brightness: 40, entropy: 50 },
  quality: 27.5,
  sharpnessRaw: 100.1234,
  edgeRaw: 20,
  reason: null,
  faces: null,
  cells: null,
  area: 0,
};
const context = (method: DecodeMethod) => ({
  index,
  method,
  range: { first: 0, end: 100 },
  pictureType: 'png' as const,
  isIntra: (number: number) => number === 25,
  faces: null,
  masks: null,
  shots: false,
});
const FIRST = { frames: 0, embeddings: 0 };
const LATER = { frames: 3, embeddings: 0 };
const frame = (pictureType: string, given: Partial<FrameResult> | null = {}) => ({
  frameNumber: 25,
  pts: 12800,
  pictureType,
  result: given && { ...result, ...given },
});

describe('the record of a frame', () => {
  it('its shot is not known yet where shots are told apart, and absent elsewhere', () => {
    const told = { ...context({ kind: 'all' }), shots: true };
    expect(recordOf(frame('I'), told, LATER).shot_id).toBeNull();
    expect(recordOf(frame('I', null), told, LATER).shot_id).toBeNull();
    expect(recordOf(frame('I'), context({ kind: 'all' }), LATER)).not.toHaveProperty('shot_id');
  });

  it('a written frame has its picture, identity and scores', () => {
    const record = recordOf(frame('I'), context({ kind: 'all' }), LATER);
    expect(frameRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      ...{ frame_number: 25, time: 1, pts: 12800, picked_by: 'all', filename: 'frame_000025.png' },
      ...{ status: 'kept', reject_reason: null, sharpness_score: 10, quality_score: 27.5, error: null },
    });
  });

  it('a rejected frame keeps its scores, has the reason and no picture', () => {
    const record = recordOf(frame('P', { reason: 'contrast', area: null }), context({ kind: 'all' }), LATER);
    expect(record).toMatchObject({
      ...{ filename: null, status: 'rejected', reject_reason: 'contrast', contrast_score: 30 },
    });
  });

  it('a frame that could not be decoded has neither', () => {
    const record = recordOf(frame('?', null), context({ kind: 'all' }), LATER);
    expect(frameRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({ status: 'error', reject_reason: 'error', quality_score: null });
  });

  it('says why a frame was picked', () => {
    const keyframes = context({ kind: 'keyframes', maxGap: 1 });
    const scene = context({ kind: 'scene', threshold: 0.4 });
    expect(recordOf(frame('I'), keyframes, LATER).picked_by).toBe('keyframe');
    expect(recordOf(frame('P'), keyframes, LATER).picked_by).toBe('gap');
    expect(recordOf(frame('?', null), keyframes, LATER).picked_by).toBe('keyframe');
    expect(recordOf({ ...frame('?', null), frameNumber: 26 }, keyframes, LATER).picked_by).toBe('gap');
    expect(recordOf(frame('I'), scene, FIRST).picked_by).toBe('first');
    expect(recordOf(frame('I'), scene, LATER).picked_by).toBe('scene');
    expect(recordOf(frame('I'), context({ kind: 'interval', interval: 1 }), FIRST).picked_by).toBe(
      'interval',
    );
  });
});
