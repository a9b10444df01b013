import { z } from 'zod';
import { probeSchema } from './probe.ts';
import { frameRecordSchema } from './record.ts';
import { runCountsSchema, SCHEMA_VERSION } from './run-files.ts';

/** Steps of a run, in order; local files are not downloaded. */
export const STAGES = ['download', 'probe', 'index', 'shots', 'track', 'analyze', 'finish'] as const;
/** Name of a step. */
export type Stage = (typeof STAGES)[number];

/** Everything that a run reports; `--json` prints one event a line. */
export const runEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('start'),
    schema_version: z.literal(SCHEMA_VERSION).describe('Version of the format'),
    input: z.string().describe('The input as given'),
    run: z.string().describe('Absolute path of the run folder'),
    mode: z.enum(['new', 'resumed', 'reused']).describe('Begun, continued, or complete already'),
    probe: probeSchema.describe('Facts about the video stream, as in run.json'),
  }),
  z.object({ event: z.literal('stage'), stage: z.enum(STAGES).describe('The step that begins') }),
  z.object({
    event: z.literal('download'),
    bytes: z.number().min(0).describe('Bytes of the present file that are there'),
    total: z.number().min(0).nullable().describe('Bytes that it will have, where the site says'),
    speed: z.number().min(0).nullable().describe('Bytes a second'),
    eta: z.number().min(0).nullable().describe('Seconds left, where it can be told'),
  }),
  z.object({
    event: z.literal('progress'),
    done: z.int().min(0).describe('Frames recorded, those of earlier sessions included'),
    total: z.int().min(0).nullable().describe('Frames to record, where known in advance'),
    position: z.number().describe('Time in the video that is reached, seconds'),
    duration: z.number().describe('Length of the part to be worked through, seconds'),
    fps: z.number().min(0).describe('Frames looked through a second, since this start'),
    speed: z.number().min(0).describe('Times real time'),
    eta: z.number().min(0).nullable().describe('Seconds left, where it can be told'),
    counts: runCountsSchema.describe('So far'),
  }),
  z.object({
    event: z.literal('frame'),
    record: frameRecordSchema.describe('A line of metadata.jsonl; the shot is told when the run ends'),
  }),
  z.object({
    event: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']).describe('How much it matters'),
    message: z.string().describe('One line'),
  }),
  z.object({
    event: z.literal('done'),
    input: z.string().describe('The input as given'),
    run: z.string().describe('Absolute path of the run folder'),
    counts: runCountsSchema.describe('Of the whole run'),
    seconds: z.number().min(0).describe('Seconds worked since this start'),
    warnings: z.array(z.string()).describe('Everything that was out of the ordinary'),
  }),
  z.object({
    event: z.literal('error'),
    input: z.string().nullable().describe('The input as given; null when no single one is concerned'),
    code: z.string().describe('See troubleshooting'),
    message: z.string().describe('What happened'),
    hint: z.string().describe('What to do'),
  }),
]);

/** One event of a run. */
export type RunEvent = z.output<typeof runEventSchema>;

/** Receives the events of a run. */
export type EventSink = (event: RunEvent) => void;
