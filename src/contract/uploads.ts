import { z } from 'zod';

/** A file that was sent to the server, or is being sent. */
export const uploadSchema = z.object({
  id: z.string().describe('Upload'),
  name: z
    .string()
    .describe('Name in the folder of the uploads; until it is complete, the one it was sent under'),
  path: z.string().nullable().describe('Absolute path once complete'),
  size: z.int().min(0).describe('Bytes in all; of a complete one as it lies there now'),
  offset: z.int().min(0).describe('Bytes here'),
  created_at: z.iso.datetime().describe('When it was begun, UTC'),
  fingerprint: z
    .string()
    .nullable()
    .describe(
      'As in Source; of one that is not complete, what the page has said; null where it is not known',
    ),
  runs: z
    .array(
      z.object({
        id: z.string().describe('Run'),
        name: z.string().describe('What it is called'),
        open: z.boolean().describe('In the queue or running: the upload cannot be deleted'),
      }),
    )
    .describe('Runs made of what the file holds now, newest first'),
});
/** A file that was sent to the server, or is being sent. */
export type UploadView = z.output<typeof uploadSchema>;

/** GET /api/uploads, and the answer to deleting and restoring one */
export const uploadsAnswerSchema = z.object({
  uploads: z.array(uploadSchema).describe('Complete ones and those under way, newest first'),
  limit: z.int().min(0).describe('Largest file, bytes'),
});
/** Files that were sent to the server. */
export type UploadsAnswer = z.output<typeof uploadsAnswerSchema>;
