import { z } from 'zod';
import { runEventSchema } from './events.ts';
import { METRICS } from './metric.ts';
import { modelPackSchema } from './model-http.ts';
import { probeSchema } from './probe.ts';
import { faceFactsSchema, pageSchema, reviewFileSchema, runCountsSchema, sourceSchema } from './run-files.ts';

/** Base of every route of the local server. */
export const API = '/api';

/** What the server answers instead of a result; codes and texts come from the error table. */
export const httpErrorSchema = z.object({
  error: z
    .object({
      code: z.string().describe('See troubleshooting'),
      message: z.string().describe('What happened'),
      hint: z.string().describe('What to do'),
    })
    .describe('Why there is no result'),
});
/** An error as the server states it. */
export type HttpError = z.output<typeof httpErrorSchema>;

const givenOptions = z
  .record(z.string(), z.unknown())
  .describe('Options by camelCase name; only those that differ from the defaults');

// ---- what this installation offers -------------------------------------------------------------------------------

/** One option as the form shows it: the facts of the option table without its functions. */
export const optionFactsSchema = z.object({
  name: z.string().describe('camelCase name'),
  flag: z.string().describe('Flag on the command line'),
  kind: z
    .enum(['number', 'integer', 'choice', 'list', 'switch', 'text', 'texts', 'time', 'weights'])
    .describe('Type'),
  section: z.string().describe('Group in which it is shown'),
  help: z.string().describe('One or two sentences'),
  unit: z.string().nullable().describe('Unit of the value'),
  min: z.number().nullable().describe('Smallest value'),
  max: z.number().nullable().describe('Largest value'),
  choices: z.array(z.string()).nullable().describe('Possible words'),
  optional: z.boolean().describe('null is possible and means "not set"'),
  default: z.unknown().describe('Value unless given'),
  applies_when: z
    .object({
      option: z.string().describe('Name of the other option'),
      values: z.array(z.union([z.string(), z.boolean()])).describe('Values with which it has an effect'),
    })
    .nullable()
    .describe('Has an effect only while another option has one of these values'),
  shapes_result: z.boolean().describe('Changes records or pictures'),
});
/** One option as the form shows it. */
export type OptionFactsView = z.output<typeof optionFactsSchema>;

/** GET /api/options */
export const optionsAnswerSchema = z.object({
  sections: z.array(z.string()).describe('Groups in order'),
  analyze: z.array(optionFactsSchema).describe('Options of a run'),
  criteria: z.array(optionFactsSchema).describe('Thresholds'),
  export: z.array(optionFactsSchema).describe('Options of an export'),
});
/** All option tables. */
export type OptionsAnswer = z.output<typeof optionsAnswerSchema>;

/** One line of the doctor's report. */
export const checkSchema = z.object({
  name: z.string().describe('What was looked at'),
  status: z.enum(['ok', 'absent', 'problem']).describe('absent: an optional part; problem: a required one'),
  detail: z.string().describe('What was found'),
  disables: z.string().nullable().describe('What does not work without it'),
  enable: z.string().nullable().describe('How to get it'),
});

/** Parts of the page that can be missing on a machine. */
export const FEATURES = ['analyze', 'urls', 'faces', 'subject', 'gpu'] as const;
/** Name of such a part. */
export type Feature = (typeof FEATURES)[number];

/** GET /api/features */
export const featuresAnswerSchema = z.object({
  version: z.string().describe('Version of Framesift'),
  platform: z.string().describe('Operating system, as Node names it'),
  workspace: z.string().describe('Folder of the run folders'),
  features: z
    .record(
      z.enum(FEATURES),
      z.object({
        available: z.boolean().describe('Works here'),
        reason: z.string().nullable().describe('Why not'),
        enable: z.string().nullable().describe('How to get it'),
      }),
    )
    .describe('What works here'),
  checks: z.array(checkSchema).describe("The doctor's whole report"),
});
/** What works on this machine. */
export type FeaturesAnswer = z.output<typeof featuresAnswerSchema>;

// ---- files and sources -------------------------------------------------------------------------------------------

/** GET /api/files?path= */
export const filesAnswerSchema = z.object({
  path: z.string().nullable().describe('The folder shown; null = the list of roots'),
  parent: z.string().nullable().describe('The folder above, where it may be shown'),
  crumbs: z
    .array(
      z.object({
        name: z.string().describe('Name to show'),
        path: z.string().describe('Absolute path'),
      }),
    )
    .describe('Folders from the root to the shown one'),
  entries: z
    .array(
      z.object({
        name: z.string().describe('File or folder name'),
        path: z.string().describe('Absolute path'),
        kind: z
          .enum(['folder', 'video', 'picture', 'file'])
          .describe('video, picture: by the ending of its name'),
        size: z.int().min(0).nullable().describe('Bytes'),
        modified_at: z.iso.datetime().nullable().describe('UTC'),
      }),
    )
    .describe('Folders first, then files, by name; hidden ones are left out'),
  truncated: z.boolean().describe('More than could be listed'),
});
/** Contents of a folder. */
export type FilesAnswer = z.output<typeof filesAnswerSchema>;

/** What a method would do with a source. */
export const estimateSchema = z.object({
  method: z.enum(['keyframes', 'interval', 'scene', 'all']).describe('The method'),
  frames: z.int().min(0).nullable().describe('Frames that would be looked at; null = cannot be told'),
  exact: z.boolean().describe('false: guessed from duration and frame rate'),
  seconds: z.number().min(0).nullable().describe('Time that it would take on this machine, roughly'),
});

/** POST /api/probe {path, options}: facts about a file before a run. */
export const probeRequestSchema = z.object({
  path: z.string().min(1).max(4096).describe('Absolute path below one of the roots'),
  options: givenOptions.optional(),
  index: z.boolean().optional().describe('Read the packets too, so that the numbers are exact'),
});
/** Answer to it. */
export const probeAnswerSchema = z.object({
  source: sourceSchema.describe('The file'),
  name: z.string().describe('File name'),
  probe: probeSchema.describe('Facts about its video stream'),
  estimates: z.array(estimateSchema).describe('One a method, in the order of the option'),
  warnings: z.array(z.string()).describe('What is out of the ordinary'),
});
/** Facts about a source. */
export type ProbeAnswer = z.output<typeof probeAnswerSchema>;

/** POST /api/probe/scenes {path, options}: how many scene cuts a file has, from looking at a sample of it. */
export const scenesRequestSchema = probeRequestSchema.omit({ index: true }).extend({
  more: z.boolean().optional().describe('Look at more of the video than was looked at before; takes seconds'),
});
/** Answer to it. */
export const scenesAnswerSchema = z.object({
  frames: z
    .int()
    .min(0)
    .nullable()
    .describe('Frames that the scene method would pick, about; null = cannot be told'),
  range: z
    .object({ least: z.int().min(0).describe('Frames'), most: z.int().min(0).describe('Frames') })
    .nullable()
    .describe('Between these in four of five cases; null where that is near enough to `frames`'),
  looked_at: z.number().min(0).max(1).describe('Share of the chosen part that was looked at'),
  more: z.boolean().describe('Looking at more of it would make the number surer'),
});
/** How many scene cuts a file has, about. */
export type ScenesAnswer = z.output<typeof scenesAnswerSchema>;

/** GET /api/probe/thumbnail?path=&at=&width=&stream=: WebP of the picture at a fraction of the video. */
export const stripQuerySchema = z.object({
  path: z.string().min(1).max(4096).describe('Absolute path below one of the roots'),
  at: z.coerce.number().min(0).max(1).describe('Place in the video, 0 to 1'),
  width: z.coerce.number().int().min(16).max(640).default(160).describe('Pixels'),
  stream: z.coerce.number().int().min(0).max(999).optional().describe('Index of the video stream'),
  glob: z.string().max(1000).optional().describe('Which files of a folder are taken, a pattern'),
});

// ---- runs --------------------------------------------------------------------------------------------------------

/** Where a run stands. interrupted: its process is gone and it is not complete. */
export const RUN_STATES = ['queued', 'running', 'done', 'cancelled', 'failed', 'interrupted'] as const;
/** State of a run. */
export type RunState = (typeof RUN_STATES)[number];

/** One run in the list. */
export const runSummarySchema = z.object({
  id: z
    .string()
    .describe('Id in every route. The id given at creation goes on working when the folder gets its own'),
  name: z.string().describe('Name of the run folder, or of the source while there is no folder yet'),
  title: z.string().nullable().describe('Title of the video on its site; null for local files'),
  folder: z.string().nullable().describe('Absolute path of the run folder; null until it is known'),
  state: z.enum(RUN_STATES).describe('Where it stands'),
  input: z.string().describe('The source'),
  source_missing: z.boolean().describe('The video is not where it was'),
  source_address: z
    .string()
    .nullable()
    .describe('Where the video can be downloaded again; null for local files'),
  source_fingerprint: z.string().nullable().describe('As in Source; null until it is known'),
  probe: probeSchema.nullable().describe('Facts about the video stream, once they are known'),
  options: givenOptions.describe('Options that differ from the defaults'),
  counts: runCountsSchema.nullable().describe('So far'),
  total: z.int().min(0).nullable().describe('Frames to record, where known'),
  error: httpErrorSchema.shape.error.nullable().describe('Why it failed'),
  warnings: z.array(z.string()).describe('Everything that was out of the ordinary'),
  created_at: z.iso.datetime().describe('UTC'),
  updated_at: z.iso.datetime().describe('UTC'),
  seconds: z.number().min(0).nullable().describe('Seconds worked in the latest session'),
  queue_place: z.int().min(1).nullable().describe('Place in the queue, while queued'),
  here: z.boolean().describe('Started by this server, so that it can be cancelled here'),
  sample: z.array(z.int().min(0)).describe('Up to three frame numbers with pictures, spread over the run'),
  picture_key: z.string().describe('Changes whenever the pictures do; goes into their addresses as `v`'),
});
/** One run in the list. */
export type RunSummary = z.output<typeof runSummarySchema>;

/** GET /api/runs */
export const runsAnswerSchema = z.object({ runs: z.array(runSummarySchema).describe('Newest first') });
/** All runs. */
export type RunsAnswer = z.output<typeof runsAnswerSchema>;
/** Body of POST /api/runs: put a run into the queue. */
export const createRunSchema = z.object({
  input: z.string().min(1).max(4096).describe('Path below one of the roots, or an address'),
  options: givenOptions,
  title: z.string().max(1000).optional().describe('What to call the run until its video is there'),
});
/** Body of POST /api/runs. */
export type CreateRun = z.output<typeof createRunSchema>;

/** What a run knows of faces, without the embeddings of its references. */
const runFacesSchema = faceFactsSchema.pick({ pack: true, max_distance: true }).extend({
  people: z.array(z.string()).describe('Names of the people of its references'),
});

/** GET /api/runs/{id}: the summary and everything run.json says. */
export const runDetailSchema = runSummarySchema.extend({
  all_options: z.record(z.string(), z.unknown()).describe('Every option of the run with its value'),
  versions: z.record(z.string(), z.string()).describe('Programs and libraries that shape the result'),
  config_hash: z.string().nullable().describe('SHA-256 of source fingerprint and options'),
  quality_weights: z
    .tuple([z.number(), z.number(), z.number(), z.number(), z.number()])
    .describe('Weights of the quality score in the order of the metrics'),
  picture_size: z
    .object({ width: z.int().describe('Pixels'), height: z.int().describe('Pixels') })
    .nullable()
    .describe('Size of the written pictures, once it is known'),
  page: pageSchema.nullable().describe('Where the video was downloaded from; null for local files'),
  pictures: z
    .array(z.string())
    .nullable()
    .describe('Names of the pictures by frame number, where the source is no video'),
  faces: runFacesSchema.nullable().describe('What it knows of faces; null where none were looked for'),
});
/** One run. */
export type RunDetail = z.output<typeof runDetailSchema>;

/** POST /api/runs/{id}/open and POST /api/exports/{id}/open */
export const openedSchema = z.object({ folder: z.string().describe('Absolute path') });

/** DELETE /api/runs/{id} moves the folder to the trash; the answer says where. */
export const trashAnswerSchema = z.object({
  trash_id: z.string().describe('For POST /api/trash/{trash_id}/restore'),
  path: z.string().describe('Absolute path in the trash'),
});

// ---- events ------------------------------------------------------------------------------------------------------

/**
 * What the event stream tells. GET /api/events carries everything, GET /api/runs/{id}/events one run. The id of an
 * event is `<boot>-<number>`; a stream begun with Last-Event-ID repeats what came after it, or sends `reset` where
 * that is no longer known: then everything has to be fetched again.
 */
export const serverEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('run'), run: runSummarySchema.describe('Created, or its state has changed') }),
  z.object({ type: z.literal('run-removed'), id: z.string().describe('Run') }),
  z.object({
    type: z.literal('run-event'),
    id: z.string().describe('Run'),
    at: z.iso.datetime().describe('UTC'),
    event: runEventSchema.describe('Stages, progress, log lines, the end; frames are told by `records`'),
  }),
  z.object({
    type: z.literal('records'),
    id: z.string().describe('Run'),
    rows: z.int().min(0).describe('Rows that the columns have by now'),
  }),
  z.object({
    type: z.literal('review'),
    id: z.string().describe('Run'),
    review: z
      .lazy(() => reviewAnswerSchema)
      .nullable()
      .describe('null: too many marks for an event, they have to be fetched'),
  }),
  z.object({
    type: z.literal('export'),
    export: z.lazy(() => exportStatusSchema).describe('Begun, further, or ended'),
  }),
  z.object({ type: z.literal('people'), id: z.string().describe('Run: its names or references changed') }),
  z.object({ type: z.literal('presets') }),
  z.object({ type: z.literal('uploads') }),
  z.object({
    type: z.literal('model'),
    model: modelPackSchema.describe('Its download began, is further, or has ended'),
  }),
]);
/** One event of the stream. */
export type ServerEvent = z.output<typeof serverEventSchema>;

/** GET /api/runs/{id}/log: the lines and the latest state of each kind, for a page that has just been opened. */
export const runLogSchema = z.object({
  stage: z.string().nullable().describe('The step that began last'),
  progress: z.unknown().nullable().describe('The latest progress event'),
  download: z.unknown().nullable().describe('The latest download event'),
  lines: z
    .array(
      z.object({
        at: z.iso.datetime().describe('UTC'),
        level: z.enum(['debug', 'info', 'warn', 'error']).describe('How much it matters'),
        message: z.string().describe('One line'),
      }),
    )
    .describe('The latest lines, oldest first'),
});
/** Log of a run. */
export type RunLog = z.output<typeof runLogSchema>;

// ---- frames ------------------------------------------------------------------------------------------------------

/** Widths in which thumbnails are made, pixels. */
export const THUMBNAIL_WIDTHS = [160, 320, 640] as const;

/**
 * GET /api/runs/{id}/records?from=ROW answers `application/octet-stream`, see `record-table.ts` and `face-table.ts`; ETag.
 * GET /api/runs/{id}/frames/{n}/picture and .../thumbnail?width=&v= and .../mask answer pictures; `v` is the
 * run's picture_key, with it the answer is immutable.
 */
export const recordsQuerySchema = z.object({
  from: z.coerce.number().int().min(0).default(0).describe('First row'),
  generation: z
    .string()
    .max(64)
    .optional()
    .describe('Generation of the rows that are there already; if it is another by now, all rows are sent'),
});
/** Query of a picture. */
export const pictureQuerySchema = z.object({
  v: z.string().max(64).optional().describe("The run's picture_key"),
});
/** Query of a thumbnail. */
export const thumbnailQuerySchema = pictureQuerySchema.extend({
  width: z.coerce.number().int().min(16).max(640).default(320).describe('Taken up to the next width made'),
});

// ---- review ------------------------------------------------------------------------------------------------------

/** A verdict about a frame. */
export const verdictSchema = z.enum(['pin', 'reject']).nullable();
/** A verdict about a frame; null = none. */
export type Verdict = z.output<typeof verdictSchema>;

/** GET /api/runs/{id}/review, and the answer to its PATCH. */
export const reviewAnswerSchema = reviewFileSchema.omit({ schema_version: true }).extend({
  revision: z.string().describe('Changes with every change'),
});
/** Verdicts of a run. */
export type ReviewAnswer = z.output<typeof reviewAnswerSchema>;

/** Body of PATCH /api/runs/{id}/review. A stale revision is refused with `review_conflict`; fetch and send again. */
export const reviewPatchSchema = z.object({
  revision: z.string().max(64).describe('State that the changes were made on'),
  changes: z
    .array(
      z.object({
        frame_number: z.int().min(0).describe('Frame'),
        verdict: verdictSchema.describe('null takes the mark away'),
      }),
    )
    .min(1)
    .max(2_000_000)
    .describe('New marks'),
});
/** Changes of verdicts. */
export type ReviewPatch = z.output<typeof reviewPatchSchema>;

// ---- export ------------------------------------------------------------------------------------------------------

/** Body of POST /api/runs/{id}/export/plan and POST /api/runs/{id}/export. */
export const exportRequestSchema = z.object({
  criteria: givenOptions.describe('Thresholds'),
  options: givenOptions.describe('Options of the export'),
  to: z.string().max(4096).nullable().describe('Parent folder below one of the roots; null = beside the run'),
});
/** What is to be exported and how. */
export type ExportBody = z.output<typeof exportRequestSchema>;

/** Exactly what an export would write. */
export const exportPlanSchema = z.object({
  folder: z.string().describe('Absolute path of the new folder'),
  frames: z.int().min(0).describe('Pictures'),
  extra_files: z.array(z.string()).describe('Names of the other files'),
  first_names: z.array(z.string()).describe('Names of the first pictures'),
  first_frames: z.array(z.int()).describe('Numbers of the first frames'),
  bytes: z.number().nullable().describe('About so much; null = cannot be told'),
  free_bytes: z.number().nullable().describe('Free on that disk'),
  from_video: z.int().min(0).describe('Pinned frames that the run did not store: taken from the video again'),
  warnings: z.array(z.string()).describe('What cannot be written, or options without an effect'),
});
/** Exactly what an export would write. */
export type ExportPlan = z.output<typeof exportPlanSchema>;

/** Steps of an export, in order. */
export const EXPORT_STAGES = ['video', 'pictures', 'contact-sheet'] as const;
/** Step of an export. */
export type ExportStage = (typeof EXPORT_STAGES)[number];

/** An export under way or ended. */
export const exportStatusSchema = z.object({
  id: z.string().describe('Export'),
  run: z.string().describe('Run'),
  state: z.enum(['running', 'done', 'failed', 'cancelled']).describe('Where it stands'),
  folder: z.string().nullable().describe('Absolute path, once done'),
  stage: z
    .enum(EXPORT_STAGES)
    .describe('video: pinned frames are decoded; pictures: they are written; contact-sheet: it is made'),
  done: z.int().min(0).describe('Frames of this stage'),
  total: z.int().min(0).describe('Frames of this stage'),
  warnings: z.array(z.string()).describe('What could not be written as asked'),
  error: httpErrorSchema.shape.error.nullable().describe('Why it failed'),
});
/** An export under way or ended. */
export type ExportStatus = z.output<typeof exportStatusSchema>;

// ---- presets -----------------------------------------------------------------------------------------------------

/** A saved preset. */
export const presetViewSchema = z.object({
  name: z.string().describe('Name of the preset'),
  options: givenOptions,
});
/** GET /api/presets */
export const presetsAnswerSchema = z.object({
  presets: z.array(presetViewSchema).describe('By name'),
  broken: z
    .array(z.object({ file: z.string().describe('File name'), reason: z.string().describe('What is wrong') }))
    .describe('Preset files that cannot be used'),
});
/** The saved presets. */
export type PresetsAnswer = z.output<typeof presetsAnswerSchema>;
/** Body of PUT /api/presets/{name}. */
export const savePresetSchema = z.object({
  options: givenOptions,
  replace: z.boolean().default(false).describe('Overwrite one of this name'),
});

/** Names of the weights of a run, in the order of its list. */
export const WEIGHT_NAMES = METRICS;
