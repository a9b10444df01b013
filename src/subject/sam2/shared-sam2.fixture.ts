import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { createKernelMemory, loadKernels } from '../../kernel/load.ts';
import { pillowScratchBytes, resizeAsPillow } from '../../kernel/pillow.ts';
import { EmbeddingCache } from './embedding-cache.ts';
import type { Sam2Graphs } from './graphs.ts';
import type { FrameState } from './memory-bank.ts';
import { maskOfLogits } from './resize-logits.ts';
import { SAM2_ROLES, type Sam2Model, type Sam2Role, sam2ConstantsSchema } from './sam2-model.ts';
import type { TrackerRules } from './tracker-rules.ts';
import { VideoTracker } from './video-tracker.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../../shared/fixtures/sam2');

/** Whether the reference tracks lie beside the checkout. */
export const hasSharedSam2 = existsSync(SHARED);

const json = (...names: readonly string[]) => JSON.parse(readFileSync(path.join(SHARED, ...names), 'utf8'));

/** One of the small models, as data. */
export function sharedModel(name: string): Sam2Model {
  const files = SAM2_ROLES.map((role): [Sam2Role, string | null] => {
    const file = path.join(SHARED, name, `${role}.onnx`);
    return [role, existsSync(file) ? file : null];
  });
  return {
    name,
    files: Object.fromEntries(files) as Record<Sam2Role, string | null>,
    constants: sam2ConstantsSchema.parse(json(name, 'constants.json')),
    sha256: '',
  };
}

interface Clip {
  readonly frames: readonly Uint8Array[];
  readonly masks: ReadonlyMap<number, Uint8Array>;
  readonly width: number;
  readonly height: number;
}

let clip: Promise<Clip> | null = null;

async function readClip(): Promise<Clip> {
  const { width, height, frames: count, sha256_rgb: hashes } = json('clip', 'clip.json');
  const raw = (file: string) => sharp(path.join(SHARED, 'clip', file)).removeAlpha();
  const frames: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = await raw(`${String(i).padStart(3, '0')}.png`)
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    if (createHash('sha256').update(bytes).digest('hex') !== hashes[i]) throw new Error(`frame ${i} differs`);
    frames.push(bytes);
  }
  const masks = new Map<number, Uint8Array>();
  for (const frame of [0, 16])
    masks.set(
      frame,
      await raw(`mask-${String(frame).padStart(3, '0')}.png`)
        .extractChannel(0)
        .raw()
        .toBuffer(),
    );
  return { frames, masks, width, height };
}

/** The clip of the reference tracks. */
export function sharedClip(): Promise<Clip> {
  clip ??= readClip();
  return clip;
}

/** A resized picture, as a worker would make it. */
export function resizedFor(model: Sam2Model, pixels: Uint8Array, width: number, height: number): Uint8Array {
  const side = model.constants.image_size;
  const filter = model.constants.resample === 'pillow-bicubic' ? 'bicubic' : 'bilinear';
  const from = { at: 0, stride: width * 3, width, height };
  const aligned = (bytes: number) => (bytes + 15) & ~15;
  const at = aligned(pixels.length);
  const to = { at, stride: side * 3, width: side, height: side };
  const scratch = aligned(at + side * side * 3);
  const kernels = loadKernels(createKernelMemory(scratch + 2 ** 22));
  if (pillowScratchBytes(kernels, from, to, filter) > 2 ** 22) throw new RangeError('too little scratch');
  new Uint8Array(kernels.memory.buffer).set(pixels);
  resizeAsPillow(kernels, from, to, filter, scratch);
  return new Uint8Array(kernels.memory.buffer, at, side * side * 3).slice();
}

/** Numbers of a .npy file of float32. */
function readNpy(...names: readonly string[]): Float32Array {
  const bytes = readFileSync(path.join(SHARED, ...names));
  const begin = 10 + bytes.readUInt16LE(8);
  return new Float32Array(new Uint8Array(bytes.subarray(begin)).buffer);
}

interface Step {
  readonly op: 'points' | 'mask' | 'propagate';
  readonly frame: number;
  readonly points?: [number, number][];
  readonly labels?: (0 | 1)[];
  readonly box?: [number, number, number, number] | null;
  readonly clear?: boolean;
  readonly mask?: number;
  readonly start?: number | null;
  readonly reverse?: boolean;
}

/** A reference track: what was asked, and what came out. */
export interface GoldenTrack {
  readonly steps: readonly Step[];
  readonly holes: number;
  readonly correctAsCond: boolean;
  readonly rows: readonly {
    readonly frame: number;
    readonly score: number;
    readonly mask_rle: readonly number[];
  }[];
  readonly lowRes: Float32Array;
  readonly pointers: Float32Array;
}

/** Names of the reference tracks of a model. */
export const goldenNames = (model: string): string[] =>
  hasSharedSam2 ? readdirSync(path.join(SHARED, model, 'golden')).sort() : [];

/** A reference track. */
export function goldenTrack(model: string, name: string): GoldenTrack {
  const track = json(model, 'golden', name, 'track.json');
  return {
    steps: track.steps,
    holes: track.fill_hole_area ?? 0,
    correctAsCond: track.add_all_frames_to_correct_as_cond ?? false,
    rows: track.rows,
    lowRes: readNpy(model, 'golden', name, 'low_res.npy'),
    pointers: readNpy(model, 'golden', name, 'pointers.npy'),
  };
}

/** Embeddings of the clip. */
export async function clipEmbeddings(graphs: Sam2Graphs): Promise<EmbeddingCache> {
  const { frames, width, height } = await sharedClip();
  return new EmbeddingCache(graphs, {
    input: async (frame) => resizedFor(graphs.model, frames[frame] ?? new Uint8Array(0), width, height),
  });
}

/** Everything that comes out of a track's steps, in order. */
export async function replay(
  graphs: Sam2Graphs,
  track: GoldenTrack,
  embeddings: EmbeddingCache,
  rules?: TrackerRules,
): Promise<FrameState[]> {
  const { frames, masks, width, height } = await sharedClip();
  const tracker = new VideoTracker(graphs, {
    length: frames.length,
    width,
    height,
    embeddings,
    fillHoleArea: track.holes,
    correctAsCond: track.correctAsCond,
    ...(rules && { rules }),
  });
  const out: FrameState[] = [];
  for (const { op, frame, points, labels, box, clear, mask, start, reverse } of track.steps) {
    if (op === 'points')
      out.push(
        await tracker.addPoints(frame, {
          ...(points && { points }),
          ...(labels && { labels }),
          ...(box && { box }),
          ...(clear !== undefined && { clear }),
        }),
      );
    else if (op === 'mask')
      out.push(await tracker.addMask(frame, masks.get(mask ?? frame) ?? new Uint8Array(0)));
    else
      for await (const state of tracker.propagate({
        ...(typeof start === 'number' && { start }),
        reverse: reverse ?? false,
      }))
        out.push(state);
  }
  return out;
}

/** How far a replayed track is from the reference. */
export interface TrackErrors {
  logits: number;
  score: number;
  pointer: number;
  iou: number;
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let most = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++)
    most = Math.max(most, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN)));
  return most;
};

function maskOfRuns(runs: readonly number[], length: number): Uint8Array {
  const mask = new Uint8Array(length);
  let at = 0;
  runs.forEach((run, i) => {
    if (i % 2 === 1) mask.fill(255, at, at + run);
    at += run;
  });
  return mask;
}

function iouOf(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  a.forEach((value, i) => {
    if (value && b[i]) both++;
    if (value || b[i]) either++;
  });
  return either === 0 ? 1 : both / either;
}

/** The worst differences over all rows. */
export async function compareTrack(track: GoldenTrack, out: readonly FrameState[]): Promise<TrackErrors> {
  const { width, height } = await sharedClip();
  const errors: TrackErrors = { logits: 0, score: 0, pointer: 0, iou: 1 };
  if (out.length !== track.rows.length) throw new Error(`${out.length} rows, not ${track.rows.length}`);
  out.forEach((state, i) => {
    const row = track.rows[i];
    if (row?.frame !== state.frame) throw new Error(`row ${i} is frame ${state.frame}, not ${row?.frame}`);
    const part = (all: Float32Array, length: number) => all.subarray(i * length, (i + 1) * length);
    errors.logits = Math.max(errors.logits, worst(state.lowRes, part(track.lowRes, state.lowRes.length)));
    errors.pointer = Math.max(
      errors.pointer,
      worst(state.pointer, part(track.pointers, state.pointer.length)),
    );
    errors.score = Math.max(errors.score, Math.abs(state.score - row.score));
    const mask = maskOfRuns(row.mask_rle, width * height);
    errors.iou = Math.min(errors.iou, iouOf(maskOfLogits(state.lowRes, width, height), mask));
  });
  return errors;
}
