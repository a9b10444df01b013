import { z } from 'zod';
import { SCHEMA_VERSION } from './run-files.ts';

const point = z.tuple([z.number(), z.number()]);

/** What a person pointed at on one frame, in pixels of the written picture. */
export const subjectPromptSchema = z.object({
  frame_number: z.int().min(0).describe('Frame that was pointed at'),
  box: z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .nullable()
    .describe('Left, top, right and bottom of a box around the subject, or null'),
  points: z.array(point).describe('Points'),
  labels: z
    .array(z.union([z.literal(0), z.literal(1)]))
    .describe('For each point: 1 = on the subject, 0 = not on it'),
  scope: z
    .enum(['shot', 'all'])
    .describe(
      'shot: the subject of this shot alone; all: the subject of the video, looked for in every shot',
    ),
});
/** What a person pointed at on one frame. */
export type SubjectPrompt = z.output<typeof subjectPromptSchema>;

/** subject.json: what a person pointed at after the analysis. */
export const subjectChoicesSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION).describe('Version of the format'),
  prompts: z.array(subjectPromptSchema).describe('By rising frame'),
});
/** Contents of subject.json. */
export type SubjectChoices = z.output<typeof subjectChoicesSchema>;

const shotSchema = z.object({
  id: z.int().min(0).describe('Place in the list, from 0'),
  start: z.int().min(0).describe('Number of its first frame'),
  end: z.int().min(0).describe('Number of the first frame behind it'),
  start_time: z.number().describe('Seconds as a player shows them'),
  end_time: z.number().describe('When the next frame begins'),
});

/** First line of masks.jsonl: what was tracked. */
export const maskHeadSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION).describe('Version of the format'),
  model: z.string().describe('Hash of the model'),
  shots: z.array(shotSchema).min(1).describe('The shots that the frames belong to'),
  frames: z
    .array(z.int().min(0))
    .nullable()
    .describe('Numbers of the frames looked at, where only decoding tells them'),
});
/** First line of masks.jsonl. */
export type MaskHead = z.output<typeof maskHeadSchema>;

/** What tracking came to on one frame. */
export const frameMaskSchema = z.object({
  frame_number: z.int().min(0).describe('Frame'),
  stored: z.boolean().describe('Whether there is a mask file'),
  area_pct: z.number().min(0).max(100).describe('Share of the picture that the mask covers, percent'),
  reason: z
    .enum(['not_found', 'absent', 'too_small', 'other_person', 'lost'])
    .nullable()
    .describe('Why the subject is not on the frame; null where it is'),
  seed_type: z.string().nullable().describe('How the subject was found'),
  similarity: z.number().nullable().describe('Likeness to the subject that is sought; null = not compared'),
  object_score: z.number().nullable().describe('Logit of the tracker'),
});
/** What tracking came to on one frame. */
export type FrameMask = z.output<typeof frameMaskSchema>;

/** A later line of masks.jsonl: one shot that is done. */
export const shotMasksSchema = z.object({
  shot_id: z.int().min(0).describe('Shot'),
  key: z.string().describe('Tells by what choices of a person the shot was tracked'),
  frames: z.array(frameMaskSchema).describe('Its frames that were looked at, by number'),
  subject: z
    .object({
      identity: z
        .string()
        .nullable()
        .describe('Base64 of the face that was followed: half floats, little-endian'),
      prompts: z
        .array(subjectPromptSchema.omit({ scope: true }))
        .describe('Where the subject was pointed at'),
    })
    .nullable()
    .describe('What later shots know of the subject after this one; null while none was found'),
});
/** A later line of masks.jsonl. */
export type ShotMasks = z.output<typeof shotMasksSchema>;
