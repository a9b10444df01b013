import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { resolveOptions } from '../contract/parse-options.ts';
import { SHOT_DETECTORS, SHOT_OPTIONS, type ShotDetectorName } from '../contract/shot-options.ts';
import { mapStream } from '../decode/analyze-stream.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import { probeVideo } from '../decode/probe.ts';
import { smallDetectorOf, usualDetector } from './detector-table.ts';
import { measureFrames } from './measure-frames.ts';
import { ShotClock, type ShotFrame, shotRate } from './shot-clock.ts';
import type { ShotDetector, ShotPictures } from './shot-detector.ts';
import type { ShotWorkspace } from './shot-workspace.ts';
import { smallPictures } from './small-pictures.ts';
import type { Workspace } from './workspace.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared');

/** Whether clips and reference shots lie beside the checkout. */
export const hasSharedShots = existsSync(path.join(SHARED, 'fixtures/shots'));

/** A reference clip. */
export const sharedClip = (name: string): string => path.join(SHARED, 'media', name);

/** A file of reference values. */
export const sharedShot = (name: string): string => path.join(SHARED, 'fixtures/shots', name);

const transitionSchema = z.object({
  type: z.string(),
  frame: z.number(),
  first: z.number().optional(),
  last: z.number().optional(),
  optional: z.boolean().optional(),
});
/** A true transition, by decoded frames. */
export type Transition = z.output<typeof transitionSchema>;

const truthSchema = z.record(
  z.string(),
  z.object({ set: z.string(), transitions: z.array(transitionSchema) }),
);

/** True transitions by clip. */
export function readTruth(): z.output<typeof truthSchema> {
  return truthSchema.parse(JSON.parse(readFileSync(sharedShot('truth.json'), 'utf8')));
}

const referenceSchema = z.object({
  detectors: z.record(z.string(), z.array(z.object({ frame: z.number(), n: z.number() }))),
});

/** PySceneDetect's cuts of a clip by detector, as decoded frames. */
export function readReference(clip: string): Readonly<Record<string, readonly number[]>> {
  const { detectors } = referenceSchema.parse(JSON.parse(readFileSync(sharedShot(`${clip}.json`), 'utf8')));
  return Object.fromEntries(Object.entries(detectors).map(([name, cuts]) => [name, cuts.map(({ n }) => n)]));
}

/** One detector on its own: it takes the picture and gives cuts. */
interface Part<W> {
  take(workspace: W): void;
  judge(frame: ShotFrame): void;
  cuts(): readonly number[];
}

function partOf<M, W extends Workspace>(detector: ShotDetector<M, W>, clock: ShotClock): Part<W> {
  const meter = detector.meter();
  const judge = detector.judge(clock);
  const found: number[] = [];
  const measures: M[] = [];
  return {
    take: (workspace) => void measures.push(meter(workspace)),
    judge: (frame) => {
      for (const measure of measures.splice(0, 1)) found.push(...judge.push(frame, measure));
    },
    cuts: () => [...found, ...judge.finish()].sort((a, b) => a - b),
  };
}

/** The detectors of PySceneDetect, each with its defaults, on one picture. */
function smallParts(clock: ShotClock): [ShotDetectorName, Part<ShotWorkspace>][] {
  return SHOT_DETECTORS.flatMap((name) => {
    const detector = smallDetectorOf(resolveOptions(SHOT_OPTIONS, { detector: name }));
    const part = detector?.run((made): Part<ShotWorkspace> => partOf(made, clock));
    return part ? [[name, part]] : [];
  });
}

/** Cuts of a clip by detector, in one decode for those of PySceneDetect and one for ours. */
export async function cutsOf(
  programs: FfmpegPrograms,
  file: string,
  stream: number | null = null,
): Promise<Readonly<Record<ShotDetectorName, readonly number[]>>> {
  const video = await probeVideo(programs, file, stream);
  const map = await mapStream(programs, video);
  const { index } = map;
  const clock = new ShotClock(shotRate(video.probe.frame_rate ?? { num: 25, den: 1 }));
  const unit = (1e6 * index.timeBase.num) / index.timeBase.den;
  const signal = new AbortController().signal;
  const decoded = async <W extends Workspace>(
    pictures: ShotPictures<W>,
    begin: () => [ShotDetectorName, Part<W>][],
  ) => {
    let parts = begin();
    const range = { first: 0, end: index.length };
    await measureFrames<true, W>(
      { ffmpeg: programs.ffmpeg, video, map, range, pictures, signal },
      {
        begin: () => {
          parts = begin();
          return (workspace) => {
            for (const [, part] of parts) part.take(workspace);
            return true;
          };
        },
        frame: ({ number, pts }) => {
          const micros = Math.round((pts - index.ptsOf(0)) * unit);
          for (const [, part] of parts) part.judge({ number, micros });
        },
      },
    );
    return parts.map(([name, part]) => [name, part.cuts()]);
  };
  const best = usualDetector();
  const cuts = [
    ...(await decoded(smallPictures(video), () => smallParts(clock))),
    ...(await decoded(best.pictures(video), () => [['best', partOf(best, clock)]])),
  ];
  return z.record(z.enum(SHOT_DETECTORS), z.array(z.number())).parse(Object.fromEntries(cuts));
}

/** Found, false and missed. */
export interface ShotScore {
  readonly hard: readonly [found: number, wrong: number, missed: number];
  readonly all: readonly [found: number, wrong: number, missed: number];
}

/** How far beyond its frames a gradual transition still counts as found, frames. */
const SLACK = 2;

/** The scoring of the reference values' README. */
export function scoreCuts(found: readonly number[], truth: readonly Transition[]): ShotScore {
  const hard = truth.filter(({ type }) => type === 'cut').map(({ frame }) => frame);
  const spans = (optional: boolean) =>
    truth
      .filter((one) => one.type !== 'cut' && (one.optional ?? false) === optional)
      .map(({ frame, first = frame, last = frame }) => ({ from: first - SLACK, to: last + SLACK }));
  const isIn = (frame: number) => (span: { from: number; to: number }) =>
    span.from <= frame && frame <= span.to;
  const soft = spans(false);
  const free = spans(true);
  const right = found.filter((frame) => hard.includes(frame));
  const rest = found.filter((frame) => !hard.includes(frame) && !free.some(isIn(frame)));
  const wrong = rest.filter((frame) => !soft.some(isIn(frame)));
  const hits = soft.filter((span) => found.some((frame) => isIn(frame)(span))).length;
  const extra = soft
    .map((span) => rest.filter((frame) => isIn(frame)(span)).length - 1)
    .reduce((sum, more) => sum + Math.max(0, more), 0);
  const missedHard = hard.length - right.length;
  return {
    hard: [right.length, wrong.length, missedHard],
    all: [right.length + hits, wrong.length + extra, missedHard + soft.length - hits],
  };
}
