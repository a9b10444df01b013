import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SHARED } from './project.ts';

const schema = z.object({
  clip: z.string(),
  time_base: z.string(),
  strip: z.object({ x0: z.number(), y0: z.number() }).nullish(),
  frames: z.array(
    z.object({
      n: z.number(),
      t: z.number(),
      stream_pts: z.number(),
      type: z.string(),
      id: z.number().nullable().optional(),
    }),
  ),
  keep: z.object({
    keyframes_pict_type_I: z.array(z.number()),
    keyframes_skip_frame_nokey: z.array(z.number()),
    interval: z.record(z.string(), z.object({ first_at_or_after: z.array(z.number()) })),
    scene: z.record(z.string(), z.array(z.object({ n: z.number() }))),
  }),
});

/** What ffmpeg shows of one clip, and which frames each method keeps (fixtures/frames/README.md). */
export type FrameReference = z.output<typeof schema>;

/** A file of the shared media, the broken ones included. */
export function sharedClip(name: string): string {
  const file = path.join(SHARED, 'media', name);
  return existsSync(file) ? file : path.join(SHARED, 'media/broken', name);
}

/** Which stream a reference is of, where that is not the one that is taken by itself; an option of the analysis. */
export const streamOf = (clip: string): { stream?: number } =>
  clip === 'real-nasa-two-streams.mp4' ? { stream: 0 } : {};

/** The reference of one clip. */
export function frameReference(clip: string): FrameReference {
  const file = path.join(SHARED, 'fixtures/frames', `${clip}.json`);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Clips with references, without those that hold no video. */
export function referencedClips(): string[] {
  return readdirSync(path.join(SHARED, 'fixtures/frames'))
    .filter((name) => name.endsWith('.json') && !name.startsWith('audio-'))
    .map((name) => name.slice(0, -'.json'.length));
}
