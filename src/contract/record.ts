import { z } from 'zod';
import { REASONS } from './reasons.ts';

/** Why a frame was looked at. */
export const PICKED_BY = ['keyframe', 'gap', 'interval', 'scene', 'first', 'all'] as const;

/** Whether a frame's picture was written. */
export const FRAME_STATUS = ['kept', 'rejected', 'error'] as const;

const coordinate = z.number().describe('Pixels of the written picture');

/** One face of a frame. Faces stand by falling confidence; what is most likely no face at all is left out. */
export const faceSchema = z.object({
  box: z
    .tuple([coordinate, coordinate, coordinate, coordinate])
    .describe('Left, top, right and bottom in pixels of the written picture; may reach beyond its edges'),
  confidence: z.number().min(0).max(1).describe("The detector's score"),
  area_pct: z.number().min(0).max(100).describe('Share of the picture that the box covers, percent'),
  points: z
    .array(z.tuple([coordinate, coordinate]))
    .length(5)
    .nullable()
    .describe("Eye on the picture's left, eye on its right, nose, mouth corner on the left, on the right"),
  embedding: z
    .int()
    .min(0)
    .nullable()
    .describe('Row in face_embeddings.f16, from 0; null where the face cannot be compared'),
  embedding_norm: z
    .number()
    .min(0)
    .nullable()
    .describe('Length of the embedding before it was normalised: how clear the face is'),
  yaw: z
    .number()
    .nullable()
    .describe(
      "How far the nose lies from the middle line, in eye distances; positive: to the picture's left",
    ),
  pitch: z.number().nullable().describe('Where the nose lies on the way from the eyes (0) to the mouth (1)'),
  roll: z
    .number()
    .nullable()
    .describe("Degrees by which the line of the eyes falls towards the picture's right"),
  eyes_closed: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('How surely both eyes are closed; for ranking the frames of one run. null: not to be told'),
  weak: z.boolean().describe('Too small for a sure distance (less than 40 pixels high)'),
  person: z.string().nullable().describe('Nearest person of the references, whatever the distance'),
  distance: z
    .number()
    .nullable()
    .describe('Cosine distance to the nearest reference picture, 0 (the same) to 2; null without references'),
});
/** One face of a frame. */
export type FaceRecord = z.output<typeof faceSchema>;

/** Masks are named by the pipeline alone; any other name could lead out of the run folder. */
const MASK_PATH = /^masks\/frame_\d+\.png$/;

/** A score in points, 4 decimals; null where nothing was measured: an error, or a frame without the subject of its run. */
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
  face_count: z
    .int()
    .min(0)
    .nullable()
    .optional()
    .describe(
      'Faces in the picture; this and the next three only where faces were looked for. null: not looked at',
    ),
  max_face_confidence: z.number().nullable().optional().describe('Confidence of the surest face, or null'),
  faces: z.array(faceSchema).nullable().optional().describe('The faces, surest first'),
  face_distance: z
    .number()
    .nullable()
    .optional()
    .describe('Smallest distance of its faces to the references, or null'),
  shot_id: z
    .int()
    .min(0)
    .nullable()
    .optional()
    .describe('Shot that the frame belongs to, from 0; only where shots were told apart. null: not known'),
  mask_path: z
    .string()
    .regex(MASK_PATH, 'is no mask of a run')
    .nullable()
    .optional()
    .describe(
      'Mask of the subject in the run folder, as large as the picture, white inside; this and the next five only where masks were made. null: none for this frame',
    ),
  mask_area_pct: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .optional()
    .describe('Share of the picture that the mask covers, percent'),
  mask_empty: z
    .boolean()
    .nullable()
    .optional()
    .describe(
      'Whether the mask covers too little to hold a subject: under 0.5 % of the picture or 100 pixels',
    ),
  seed_type: z.string().nullable().optional().describe('How the subject was found where the tracker began'),
  reid_similarity: z
    .number()
    .min(-1)
    .max(1)
    .nullable()
    .optional()
    .describe('How like the masked subject is to the one that was sought; 1: the same. null: not compared'),
  object_score: z
    .number()
    .nullable()
    .optional()
    .describe(
      'How surely the tracker sees the subject in the picture, as a logit: above 0 more likely than not',
    ),
  original: z
    .string()
    .optional()
    .describe(
      'The picture that was looked at, below the folder of the source; only where the source is pictures',
    ),
  error: z
    .string()
    .nullable()
    .describe('Why the frame could not be processed, or why the subject is not on it, or null'),
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
