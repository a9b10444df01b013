import { z } from 'zod';
import { subjectPromptSchema } from './subject-file.ts';

/** Points on one frame at most. */
const MOST_POINTS = 200;
/** Frames that somebody points at in one run at most. */
const MOST_PROMPTS = 1000;

const pointed = subjectPromptSchema.extend({
  points: subjectPromptSchema.shape.points.max(MOST_POINTS),
  labels: subjectPromptSchema.shape.labels.max(MOST_POINTS),
});

const fits = ({
  points,
  labels,
}: {
  readonly points: readonly unknown[];
  readonly labels: readonly unknown[];
}) => points.length === labels.length;
const FITS = { message: 'there must be one label for each point', path: ['labels'] };

/** Body of POST /api/runs/{id}/subject/preview: what would the subject be, if it was pointed at like this? */
export const subjectPointingSchema = pointed.omit({ scope: true }).refine(fits, FITS);
/** What a person points at on one frame. */
export type SubjectPointing = z.output<typeof subjectPointingSchema>;

/** Answer to it. */
export const subjectPreviewSchema = z.object({
  frame_number: z.int().min(0).describe('Frame'),
  score: z.number().describe('Logit of the tracker; above 0 there is something'),
  area_pct: z.number().min(0).max(100).describe('Share of the picture that the mask covers, percent'),
  width: z.int().positive().describe('Pixels of the picture and of the mask'),
  height: z.int().positive().describe('Pixels'),
  mask: z
    .string()
    .nullable()
    .describe('Base64 of a PNG as the run stores masks, white inside; null = nothing is there'),
});
/** What the subject would be. */
export type SubjectPreview = z.output<typeof subjectPreviewSchema>;

/** Body of POST /api/runs/{id}/subject/prepare: somebody is about to point at a frame. */
export const subjectPrepareSchema = z.object({
  frame_number: z.int().min(0).describe('Frame of the run, also one that was not looked at'),
});
/** Answer to it, once models and frame are in memory. */
export const subjectPreparedSchema = subjectPreviewSchema.pick({
  frame_number: true,
  width: true,
  height: true,
});

/** GET /api/runs/{id}/subject */
export const subjectAnswerSchema = z.object({
  model: z.string().describe('Model that the masks of the run are made with'),
  prompts: z.array(subjectPromptSchema).describe('What was pointed at after the analysis, by rising frame'),
});
/** What was pointed at in a run. */
export type SubjectAnswer = z.output<typeof subjectAnswerSchema>;

/**
 * Body of PUT /api/runs/{id}/subject: the whole list, in place of the one that is there; at most one entry a frame. The run
 * is put into the queue again, and only the shots that the change concerns are tracked anew.
 */
export const putSubjectSchema = z.object({
  prompts: z
    .array(pointed.refine(fits, FITS))
    .max(MOST_PROMPTS)
    .refine((all) => new Set(all.map(({ frame_number }) => frame_number)).size === all.length, {
      message: 'a frame stands there twice',
    })
    .describe('What is pointed at; empty = the subject is found as if nobody had pointed at anything'),
});
