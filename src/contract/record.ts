import { z } from 'zod';
import { REASONS } from './reasons.ts';

/** Why a frame was looked at. */
export const PICKED_BY = ['keyframe', 'gap', 'interval', 'scene', 'first', 'all'] as const;

/** Whether a frame's picture was written. */
export const FRAME_STATUS = ['kept', 'rejected', 'error'] as const;

/** A score in points, 4 decimals; null where nothing was measured. */
const score = (what: string) => z.number().min(0).max(100).nullable().describe(what);

/**
 * One line of metadata.jsonl: what is known of one processed frame. Keys stand in this order; numbers are
 * rounded to 4 decimals, times to 6.
 */
export const frameRecordSchema = z.object({
  frame_number: z
    .int()
    .min(0)
    .describe(
      'Rank of the frame in the video stream by presentation time, from 0; never a count of what was picked',
    ),
  time: z.number().describe("Seconds as a player shows them: presentation time less the file's start time"),
  pts: z.int().describe("The stream's own presentation time stamp, in units of the stream's time base"),
  picked_by: z.enum(PICKED_BY).describe('Why the frame was looked at'),
  filename: z.string().nullable().describe('Picture in the run folder; null when none was written'),
  status: z
    .enum(FRAME_STATUS)
    .describe('kept: picture written; rejected: dropped by a pre-filter; error: could not be decoded'),
  reject_reason: z
    .enum(REASONS)
    .nullable()
    .describe('First failing pre-filter (see reasons), `error`, or null'),
  sharpness_score: score('Variance of the Laplacian of the quarter-size luma, 1000 = 100 points'),
  edge_strength_score: score('Mean Sobel magnitude of the quarter-size luma, 100 = 100 points'),
  contrast_score: score('Standard deviation over mean of the luma, 2 = 100 points'),
  brightness_score: score('Mean of the luma, 255 = 100 points'),
  entropy_score: score('Entropy of the 256-bin luma histogram, 8 bit = 100 points'),
  quality_score: score("Weighted mean of the five scores with the run's weights"),
  sharpness_raw: z.number().min(0).nullable().describe('Variance of the Laplacian, without the cap'),
  edge_strength_raw: z.number().min(0).nullable().describe('Mean Sobel magnitude, without the cap'),
  original: z
    .string()
    .optional()
    .describe(
      'The picture that was looked at, below the folder of the source; only where the source is pictures',
    ),
  error: z.string().nullable().describe('Why the frame could not be processed, or null'),
});

/** One processed frame. */
export type FrameRecord = z.output<typeof frameRecordSchema>;
/** Name of a reason to look at a frame. */
export type PickedBy = FrameRecord['picked_by'];
/** State of a processed frame. */

/** The fields of a record, in order. */
export const RECORD_KEYS = Object.keys(frameRecordSchema.shape) as readonly (keyof FrameRecord)[];

/** One line of metadata.jsonl (with the newline): keys in schema order. */
export function serializeRecord(record: FrameRecord): string {
  return `${JSON.stringify(Object.fromEntries(RECORD_KEYS.map((key) => [key, record[key]])))}\n`;
}
