import { z } from 'zod';
import { runEventSchema } from '../../contract/events.ts';

/** What the server sends to the process of a run. */
export const jobRequestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    input: z.string().describe('The source'),
    options: z.record(z.string(), z.unknown()).describe('Options by camelCase name'),
    folder: z
      .string()
      .nullable()
      .describe('Run folder to go on with; null = the one that the options lead to'),
  }),
  z.object({ type: z.literal('cancel') }),
]);
/** What the server sends to the process of a run. */
export type JobRequest = z.output<typeof jobRequestSchema>;
/** The first request: what to work on. */
export type JobStart = Extract<JobRequest, { type: 'start' }>;

/** What the process of a run reports: events without the single frames, of which there may be a million. */
export const jobReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: runEventSchema }),
]);
/** What the process of a run reports. */
export type JobReport = z.output<typeof jobReportSchema>;

/** How the process of a run can end. */
export type JobEnd =
  | { readonly how: 'done' }
  | { readonly how: 'error'; readonly error: { code: string; message: string; hint: string } }
  /** Without a word: killed, out of memory, or a crash in a native library. */
  | { readonly how: 'crashed'; readonly reason: string };
