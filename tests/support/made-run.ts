import { copyFileSync, linkSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { METRICS } from '../../src/contract/metric.ts';
import type { FaceRecord, FrameRecord } from '../../src/contract/record.ts';
import { roundTo } from '../../src/contract/round.ts';
import {
  type FaceFacts,
  type ProgressFile,
  RUN_FILES,
  type RunCounts,
  type RunFile,
  SCHEMA_VERSION,
} from '../../src/contract/run-files.ts';
import { PROBE } from '../../src/decode/video.fixture.ts';
import { pictureName } from '../../src/run/picture-writer.ts';
import { madeFaces } from '../../src/select/face.fixture.ts';
import { madeMask, UNMASKED } from '../../src/select/mask.fixture.ts';
import { TOOL } from '../../src/tool.ts';
import { CACHE, makeOnce } from './clips.ts';
import { seededRandom } from './random.ts';

/** What a made run is like. */
export interface MadeRunOptions {
  /** Lines of metadata.jsonl, of frames 0, 1, 2 ... at 25 a second. */
  readonly records: number;
  /** How many of the kept frames have a picture file, the first ones; all of them unless given. */
  readonly pictures?: number;
  /** Name of the run folder; `made` unless given. */
  readonly name?: string;
  /** Size of the pictures; 640x360 unless given. */
  readonly width?: number;
  readonly height?: number;
  /** Parts of frames that the pre-filter dropped and that could not be decoded; 0.1 and 0.001 unless given. */
  readonly rejected?: number;
  readonly errors?: number;
  readonly seed?: number;
  /** Faces, of a run that looked for them. */
  readonly faces?: MadeFaces;
  /** Subject masks, of a run that made them. */
  readonly masks?: MadeMasks;
}

/** The subject masks of a made run. */
export interface MadeMasks {
  /** What the record of a frame says; its `mask_path` is filled in. null = the tracker did not look at it. */
  readonly of: (frameNumber: number) => MadeMask | null;
}

/** What a record says of its mask. */
type MadeMask = Pick<
  FrameRecord,
  'shot_id' | 'mask_area_pct' | 'mask_empty' | 'seed_type' | 'reid_similarity' | 'object_score'
>;

/** The faces of a made run. */
export interface MadeFaces {
  /** The faces of a frame, surest first; null = not looked at. Frames that could not be decoded are not asked for. */
  readonly of: (frameNumber: number) => readonly FaceRecord[] | null;
  /** What run.json says besides faceplugin with a largest distance of 0.45. */
  readonly facts?: Partial<FaceFacts>;
  /** Contents of face_embeddings.f16, asked for when all frames have their faces. */
  readonly embeddings?: () => Uint8Array;
}

/** A run folder that no video was needed for. */
export interface MadeRun {
  readonly folder: string;
  readonly counts: RunCounts;
  readonly file: RunFile;
}

/** Most pictures that differ; all others are links to them. */
const DISTINCT = 24;
/** Links to one file that every file system allows. */
const MOST_LINKS = 30_000;
/** Lines written in one piece. */
const BATCH = 5000;
/** Frames of a shot, on average. */
const SHOT = 90;

/** Shots of changing light and focus with a little noise in each frame: scores in the shape of real ones. */
function* madeRecords(
  count: number,
  rejected: number,
  errors: number,
  random: () => number,
  { faces, masks }: Pick<MadeRunOptions, 'faces' | 'masks'>,
): Generator<FrameRecord> {
  const facesOf = faces?.of ?? null;
  const maskFields = (n: number, state: FrameRecord['status']) => {
    const mask = state === 'kept' ? (masks?.of(n) ?? null) : null;
    return mask ? madeMask(n, mask) : { shot_id: 0, ...UNMASKED };
  };
  const faceFields = (faces: readonly FaceRecord[] | null) =>
    faces
      ? madeFaces(faces)
      : { face_count: null, max_face_confidence: null, faces: null, face_distance: null };
  let levels = METRICS.map(() => 0);
  for (let n = 0; n < count; n++) {
    if (n === 0 || random() < 1 / SHOT) levels = METRICS.map(() => 20 + 60 * random());
    const points = levels.map((level) =>
      roundTo(Math.min(100, Math.max(0, level + 12 * (random() + random() - 1))), 4),
    );
    const [sharpness = 0, edge = 0, contrast = 0, brightness = 0, entropy = 0] = points;
    const fate = random();
    const state = fate < errors ? 'error' : fate < errors + rejected ? 'rejected' : 'kept';
    const common = { frame_number: n, time: roundTo(n / 25, 6), pts: n * 512, picked_by: 'all' } as const;
    if (state === 'error') {
      yield {
        ...common,
        filename: null,
        status: 'error',
        reject_reason: 'error',
        sharpness_score: null,
        edge_strength_score: null,
        contrast_score: null,
        brightness_score: null,
        entropy_score: null,
        quality_score: null,
        sharpness_raw: null,
        edge_strength_raw: null,
        ...(facesOf && faceFields(null)),
        ...(masks && maskFields(n, state)),
        error: 'could not be decoded',
      };
      continue;
    }
    const kept = state === 'kept';
    const quality = sharpness * 30 + edge * 20 + contrast * 20 + brightness * 10 + entropy * 20;
    yield {
      ...common,
      filename: kept ? pictureName(n, 'jpg') : null,
      status: state,
      reject_reason: kept ? null : 'quality',
      sharpness_score: sharpness,
      edge_strength_score: edge,
      contrast_score: contrast,
      brightness_score: brightness,
      entropy_score: entropy,
      quality_score: roundTo(quality / 100, 4),
      sharpness_raw: roundTo(sharpness * 10, 4),
      edge_strength_raw: edge,
      ...(facesOf && faceFields(facesOf(n))),
      ...(masks && maskFields(n, state)),
      error: null,
    };
  }
}

/** What a picture is like; the same spec gives the same bytes. */
interface PictureSpec {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

/** Writes a real picture: coloured fields with a fine pattern, another one for each seed. */
async function writePattern(file: string, { width, height, seed }: PictureSpec): Promise<void> {
  const random = seededRandom(seed);
  const [red, green, blue] = [random() * 255, random() * 255, random() * 255];
  const [stripe, angle] = [4 + Math.floor(random() * 40), random() * Math.PI];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) / stripe) * 60;
      const noise = random() * 20;
      pixels[at++] = Math.min(255, Math.max(0, (red * x) / width + wave + noise));
      pixels[at++] = Math.min(255, Math.max(0, (green * y) / height + wave + noise));
      pixels[at++] = Math.min(255, Math.max(0, blue + wave + noise));
    }
  }
  const jpg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, jpg);
  await rename(draft, file);
}

/** The pictures of made runs, kept for later tests. */
function madePictures(count: number, { width, height, seed }: PictureSpec): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const file = path.join(CACHE, 'patterns', `${width}x${height}-${seed + i}.jpg`);
      return makeOnce(file, () => writePattern(file, { width, height, seed: seed + i }));
    }),
  );
}

/** Where the subject of a made mask is: an ellipse, in parts of the picture. */
export function madeSubject(frameNumber: number) {
  return { x: 0.3 + 0.1 * (frameNumber % 5), y: 0.55, rx: 0.15, ry: 0.35 };
}

/** A mask that is made; an empty one is black. */
interface PlacedMask {
  readonly n: number;
  readonly isEmpty: boolean;
}

/** Real masks of the subject, white on black: one for each place that it stands at, all others are links to them. */
async function placeMasks(
  folder: string,
  frames: readonly PlacedMask[],
  { width, height }: { width: number; height: number },
): Promise<void> {
  if (frames.length === 0) return;
  await mkdir(path.join(folder, 'masks'), { recursive: true });
  const made = new Map<number | null, string>();
  for (const { n, isEmpty } of frames) {
    const { x, y, rx, ry } = madeSubject(n);
    const target = path.join(folder, 'masks', pictureName(n, 'png'));
    const key = isEmpty ? null : x;
    const same = made.get(key);
    if (same) {
      linkSync(same, target);
      continue;
    }
    const ellipse = `<ellipse cx="${x * width}" cy="${y * height}" rx="${rx * width}" ry="${ry * height}" fill="#fff"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${isEmpty ? '' : ellipse}</svg>`;
    await sharp(Buffer.from(svg)).flatten({ background: '#000' }).toColourspace('b-w').png().toFile(target);
    made.set(key, target);
  }
}

function runFileOf(options: MadeRunOptions, counts: RunCounts): RunFile {
  const { width = 640, height = 360, records, name = 'made', faces } = options;
  const facts = { pack: 'faceplugin', recogniser: null, max_distance: 0.45, dimensions: 512, references: [] };
  const size = { coded_width: width, coded_height: height, width, height };
  return {
    schema_version: SCHEMA_VERSION,
    tool: TOOL,
    source: { path: `/videos/${name}.mp4`, size: records * 5000 + 1, fingerprint: 'f'.repeat(64) },
    probe: { ...PROBE, ...size, duration: records / 25, frame_count: records },
    ...(faces && { faces: { ...facts, ...faces.facts } }),
    options: { method: 'all', preFilter: 'overall', preMinQuality: 12, jpgQuality: 85 },
    config_hash: '0'.repeat(64),
    versions: { ffmpeg: '7.1' },
    counts,
    warnings: [],
  };
}

/**
 * Makes a complete run folder below `parent` as the pipeline would leave it, without a video: the same options give the
 * same bytes. Pictures are links to a few real ones, so that 100,000 of them take seconds and no space.
 */
export async function makeRun(parent: string, options: MadeRunOptions): Promise<MadeRun> {
  const { name = 'made', width = 640, height = 360, seed = 1, rejected = 0.1, errors = 0.001 } = options;
  const folder = path.join(parent, name);
  await mkdir(folder, { recursive: true });
  const distinct = Math.min(DISTINCT, options.records, options.pictures ?? DISTINCT);
  const originals = await madePictures(distinct, { width, height, seed });
  let left = options.pictures ?? Number.POSITIVE_INFINITY;
  const links = originals.map(() => 0);
  const place = (filename: string, n: number) => {
    const i = n % distinct;
    const target = path.join(folder, filename);
    const count = links[i] ?? 0;
    links[i] = count + 1;
    if (count % MOST_LINKS === 0) {
      copyFileSync(originals[i] ?? '', target);
      originals[i] = target;
    } else {
      linkSync(originals[i] ?? '', target);
    }
  };
  const counts = { processed: 0, kept: 0, rejected: 0, error: 0 };
  const masked: PlacedMask[] = [];
  const metadata = await open(path.join(folder, RUN_FILES.metadata), 'w');
  try {
    let batch: string[] = [];
    for (const record of madeRecords(options.records, rejected, errors, seededRandom(seed), options)) {
      counts.processed++;
      counts[record.status]++;
      // The keys stand in the order of the schema already.
      batch.push(`${JSON.stringify(record)}\n`);
      if (record.filename !== null && left-- > 0) {
        place(record.filename, record.frame_number);
        if (record.mask_path) masked.push({ n: record.frame_number, isEmpty: record.mask_empty === true });
      }
      if (batch.length === BATCH) {
        await metadata.writeFile(batch.join(''));
        batch = [];
      }
    }
    await metadata.writeFile(batch.join(''));
  } finally {
    await metadata.close();
  }
  await placeMasks(folder, masked, { width, height });
  const embeddings = options.faces?.embeddings?.();
  if (embeddings) await writeFile(path.join(folder, RUN_FILES.embeddings), embeddings);
  const file = runFileOf(options, counts);
  const at = '2024-05-06T07:08:09.000Z';
  const progress: ProgressFile = {
    schema_version: SCHEMA_VERSION,
    state: 'done',
    pid: 1,
    started_at: at,
    updated_at: at,
    done: counts.processed,
    total: counts.processed,
    counts,
    seconds: 60,
    error: null,
  };
  await writeFile(path.join(folder, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
  await writeFile(path.join(folder, RUN_FILES.progress), `${JSON.stringify(progress, null, 2)}\n`);
  return { folder, counts, file };
}
