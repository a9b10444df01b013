import { z } from 'zod';
import { probeSchema } from './probe.ts';

/** Version of the formats of run.json, metadata.jsonl, review.json, presets, manifests and events. */
export const SCHEMA_VERSION = 1;

const version = z.literal(SCHEMA_VERSION).describe('Version of the format');

const toolSchema = z
  .object({
    name: z.literal('framesift').describe('Always framesift'),
    version: z.string().describe('Version of Framesift'),
  })
  .describe('What wrote the file');

/** How many frames of a run ended in which state. */
export const runCountsSchema = z.object({
  processed: z.int().min(0).describe('Frames recorded: the sum of the others'),
  kept: z.int().min(0).describe('Pictures written'),
  rejected: z.int().min(0).describe('Dropped by the pre-filter'),
  error: z.int().min(0).describe('Could not be decoded'),
});
/** Counts of frames by state. */
export type RunCounts = z.output<typeof runCountsSchema>;

/** The page that a source was downloaded from, as its site described it. */
export const pageSchema = z.object({
  url: z.string().describe('Address of the page or file'),
  site: z.string().nullable().describe("yt-dlp's name of the site; Generic for plain files"),
  id: z.string().describe('Name of the video on the site'),
  title: z.string().nullable().describe('Title'),
  uploader: z.string().nullable().describe('Who published it'),
  upload_date: z.string().nullable().describe('Day of publication, YYYY-MM-DD'),
  chapters: z
    .array(
      z.object({
        start: z.number().describe('Begin, seconds'),
        end: z.number().nullable().describe('End, seconds'),
        title: z.string().describe('Title'),
      }),
    )
    .describe('Chapters by time'),
});
/** The page that a source was downloaded from. */
export type Page = z.output<typeof pageSchema>;

/** The pictures of a source that is no video. */
export const pictureListSchema = z.object({
  folder: z.string().describe('Absolute path of the folder that the names begin at'),
  names: z.array(z.string()).min(1).describe('Path of each picture below the folder, by frame number'),
});
/** The pictures of a source that is no video. */
export type PictureList = z.output<typeof pictureListSchema>;

/** A reference picture: which person it shows, and the face that stands for the person. */
export const faceReferenceSchema = z.object({
  person: z.string().describe('Name of the person; `reference` where none was given'),
  file: z.string().describe('Name of the picture'),
  sha256: z.string().describe('SHA-256 of the picture'),
  embedding: z.string().describe('Base64 of the embedding: half floats, little-endian'),
});
/** A reference picture of a person. */
export type FaceReference = z.output<typeof faceReferenceSchema>;

/** What a run knows of faces: with which models, and compared with whom. */
export const faceFactsSchema = z.object({
  pack: z.string().describe('Models by the name of their pack or folder'),
  recogniser: z
    .string()
    .nullable()
    .describe('SHA-256 of the model that embeds: only embeddings of the same one can be compared'),
  max_distance: z
    .number()
    .nullable()
    .describe('Up to this distance the models take two faces for one person'),
  dimensions: z.int().min(0).describe('Numbers in an embedding; 0 where faces are not embedded'),
  references: z.array(faceReferenceSchema).describe('The people that distances belong to'),
});
/** What a run knows of faces. */
export type FaceFacts = z.output<typeof faceFactsSchema>;

/** What a run knows of its subject masks: with which model they were made. */
export const subjectFactsSchema = z.object({
  model: z.string().describe('Model by its name or folder'),
  sha256: z.string().describe('Hash over the hashes of its files'),
  image_size: z.int().positive().describe('Side of the square picture that it looks at, pixels'),
});
/** What a run knows of its subject masks. */
export type SubjectFacts = z.output<typeof subjectFactsSchema>;
/** How the shots of a run were told apart. */
export const shotFactsSchema = z.object({
  detector: z.literal('best').describe('How: see `framesift shots`'),
  version: z.int().min(1).describe('Version of the detector; another one may find other shots'),
});
/** How the shots of a run were told apart. */
export type ShotFacts = z.output<typeof shotFactsSchema>;

/** A face of a run: the frame, and its place among the faces of the frame. */
export const faceKeySchema = z.object({
  frame_number: z.int().min(0).describe('Frame'),
  face: z.int().min(0).describe('Place in `faces` of the record, from 0'),
});
/** A face of a run. */
export type FaceKey = z.output<typeof faceKeySchema>;

/** people.json: what a person said about who is who in a run. */
export const peopleFileSchema = z.object({
  schema_version: version,
  people: z
    .array(
      z.object({
        name: z.string().min(1).describe('Name'),
        seeds: z
          .array(faceKeySchema)
          .min(1)
          .describe('Faces of the person: each stands for the whole group of like faces that it is in'),
      }),
    )
    .describe('People with a name; several seeds where groups were merged'),
  references: z
    .array(faceReferenceSchema)
    .describe('References chosen after the analysis, in place of its own'),
});
/** Contents of people.json. */
export type PeopleFile = z.output<typeof peopleFileSchema>;

/** Identity of a source: where it is and what it holds. */
export const sourceSchema = z.object({
  path: z.string().describe('Absolute path at the time of the run: a file, or a folder of pictures'),
  size: z.int().min(0).describe('Bytes'),
  fingerprint: z.string().describe('SHA-256 over size, head, middle and tail; independent of name and times'),
  pictures: pictureListSchema.optional().describe('The pictures, where the source is no video'),
  page: pageSchema.optional().describe('Where it was downloaded from; absent for local files'),
});
/** Identity of a source file. */
export type Source = z.output<typeof sourceSchema>;

/** run.json: what was run. The same source, options and versions give the same bytes. */
export const runFileSchema = z.object({
  schema_version: version,
  tool: toolSchema,
  source: sourceSchema.describe('The video or the pictures'),
  probe: probeSchema.describe('Facts about its video stream'),
  faces: faceFactsSchema.optional().describe('What is known of faces; absent where none were looked for'),
  subject: subjectFactsSchema
    .optional()
    .describe('What is known of subject masks; absent where none are made'),
  shots: shotFactsSchema
    .optional()
    .describe('How shots were told apart; absent where too few frames were looked at for that'),
  options: z.record(z.string(), z.unknown()).describe('The options that shape the result'),
  config_hash: z.string().describe('SHA-256 of source fingerprint and options'),
  versions: z
    .record(z.string(), z.string())
    .describe('Versions of the programs and libraries that shape the result'),
  counts: runCountsSchema.nullable().describe('null until the run is complete'),
  warnings: z.array(z.string()).describe('Everything that was out of the ordinary'),
});
/** Contents of run.json. */
export type RunFile = z.output<typeof runFileSchema>;

/** progress.json: where a run is; times and machine facts live here and nowhere else. */
export const progressFileSchema = z.object({
  schema_version: version,
  state: z.enum(['running', 'done', 'cancelled', 'failed']).describe('How far the run is'),
  pid: z.int().describe('Process that works or worked on it'),
  started_at: z.iso.datetime().describe('When the latest session began, UTC'),
  updated_at: z.iso.datetime().describe('When this file was written, UTC'),
  done: z.int().min(0).describe('Frames recorded'),
  total: z.int().min(0).nullable().describe('Frames to record, where known in advance'),
  counts: runCountsSchema.describe('So far'),
  seconds: z.number().min(0).describe('Seconds worked in the latest session'),
  error: z
    .object({
      code: z.string().describe('See troubleshooting'),
      message: z.string().describe('What happened'),
      hint: z.string().describe('What to do'),
    })
    .nullable()
    .describe('Why the run failed, or null'),
});
/** Contents of progress.json. */
export type ProgressFile = z.output<typeof progressFileSchema>;

/** review.json: a person's verdicts by frame number. A pin beats every criterion. */
export const reviewFileSchema = z.object({
  schema_version: version,
  pinned: z.array(z.int().min(0)).describe('Frame numbers that are kept whatever the criteria say'),
  rejected: z.array(z.int().min(0)).describe('Frame numbers that are dropped, unless pinned too'),
});
/** Contents of review.json. */
export type ReviewFile = z.output<typeof reviewFileSchema>;

/** manifest.json of an export: which frames, chosen how, from which run and source. */
export const manifestFileSchema = z.object({
  schema_version: version,
  tool: toolSchema,
  run: z.string().describe('Absolute path of the run folder'),
  source: sourceSchema.describe('The video or the pictures'),
  criteria: z.record(z.string(), z.unknown()).describe('Thresholds that were in effect, by option name'),
  total: z.int().min(0).describe('All frames of the run'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Options of the export that differ from the defaults, by option name; absent where none does'),
  from_video: z
    .array(z.int().min(0))
    .optional()
    .describe(
      'Frames that the run did not store: decoded from the video for the export; absent where none is',
    ),
  frames: z
    .array(
      z.object({
        frame_number: z.int().min(0).describe('Rank of the frame in the video stream, from 0'),
        time: z.number().describe('Seconds as a player shows them'),
        pts: z.int().describe("Presentation time stamp in units of the stream's time base"),
        filename: z.string().describe('Picture in the export'),
        quality_score: z.number().nullable().describe('Points, under the weights of the criteria'),
        pinned: z.boolean().describe('Kept because a person pinned it'),
      }),
    )
    .describe('The exported frames by frame number'),
});
/** Contents of manifest.json. */
export type ManifestFile = z.output<typeof manifestFileSchema>;

/** A saved preset: options by camelCase name, validated against the option tables when used. */
export const presetFileSchema = z.object({
  schema_version: version,
  name: z.string().describe('Name of the preset'),
  options: z
    .record(z.string(), z.unknown())
    .describe('Only the options that the preset sets, by camelCase name'),
});
/** Contents of a preset file. */
export type PresetFile = z.output<typeof presetFileSchema>;

/** Names of the files in a run folder. */
export const RUN_FILES = {
  run: 'run.json',
  metadata: 'metadata.jsonl',
  progress: 'progress.json',
  review: 'review.json',
  embeddings: 'face_embeddings.f16',
  /** While a run goes: what its shots will be told by. */
  cells: 'shot_cells.u8',
  people: 'people.json',
  masks: 'masks.jsonl',
  subject: 'subject.json',
  /** While a long shot is tracked: how far that is. */
  tracking: 'tracking.state',
  lock: 'run.lock',
} as const;

/** Prefix of every temporary name that Framesift makes; never `frame_`. */
export const TEMPORARY_PREFIX = '.framesift-tmp-';
