import { createHash } from 'node:crypto';
import path from 'node:path';
import { demoGraph, makeDemoClip } from '../../src/cli/demo-clip.ts';
import { CACHE, makeOnce } from './clips.ts';

/**
 * The clip of `framesift demo` (sharp, blurred, dark, flat and rich shots; 450 frames). To make it takes seconds, so it
 * is kept for later tests.
 */
export async function demoClip(): Promise<string> {
  const key = createHash('sha256').update(demoGraph()).digest('hex').slice(0, 16);
  const file = path.join(CACHE, key, 'framesift-demo.mp4');
  return makeOnce(file, () => makeDemoClip('ffmpeg', file, new AbortController().signal));
}
