import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf } from '../../contract/sweep.fixture.ts';
import { CLIPS, SCENES } from './clips.test-support.ts';
import { decodeHashes, ffmpeg, probeFrames, probeStream } from './ffmpeg-stream.test-support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bitstream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const encoders = execFileSync('ffmpeg', ['-v', 'error', '-hide_banner', '-encoders']).toString();
const available = ({ encode }: { encode: string }) => encoders.includes(` ${encode.split(' ')[0]} `);

const ENCODED = casesOf(CLIPS.filter(available), 8);

/** Pictures without types. */
const TYPELESS = { name: 'huffyuv.mkv', encode: 'huffyuv -frames:v 2 -pix_fmt yuv422p' };

const LOST = casesOf(
  [
    { name: 'lost-264.ts', encode: 'libx264 -preset ultrafast -x264-params keyint=12:bframes=2' },
    {
      name: 'lost-265.ts',
      encode: 'libx265 -preset ultrafast -x265-params log-level=0:open-gop=1:keyint=12',
    },
    { name: 'lost-mpeg2.ts', encode: 'mpeg2video -g 12 -bf 2' },
  ].filter(available),
  4,
);

const fileOf = ({ name }: { name: string }) => path.join(folder, name);

// All by one process: its start and the scenes cost more than most of the encoding.
beforeAll(() => {
  const all = [...ENCODED, TYPELESS, ...LOST];
  const outputs = all.flatMap((clip) => ['-c:v', ...clip.encode.split(' '), fileOf(clip)]);
  ffmpeg('-f', 'lavfi', '-i', SCENES, ...outputs);
});

describe('packets of encoded streams', () => {
  it.each(ENCODED)('$name: types, clean starts and kept pictures are right', (clip) => {
    const file = fileOf(clip);
    const { stream, frames } = probeStream(file);
    if (stream === null) throw new Error('not supported');
    const typeByPts = new Map(frames.map(({ pts, type }) => [pts, type]));
    const shown = stream.packets.filter(({ info }) => info.shown);

    // Raw H.264 has no time stamps: there packets and frames are in the same order (no B-frames).
    const timed = stream.packets.every(({ pts }) => Number.isFinite(pts));
    const decoded = shown.map(({ pts }, index) => (timed ? typeByPts.get(pts) : frames[index]?.type));
    expect(shown.map(({ info }) => info.type)).toEqual(decoded);
    expect(shown.length).toBe(frames.length);

    expect(shown.every(({ info }) => (info.type === 'I') === info.keptByNokey)).toBe(clip.proven);
    if (clip.proven) {
      expect(probeFrames(file, '-skip_frame', 'nokey')).toEqual(frames.filter(({ type }) => type === 'I'));
    }

    const clean = stream.packets.filter(({ info }) => info.randomAccess);
    expect(clean.length).toBeGreaterThanOrEqual(clip.clean);
    if (!clip.seekable || clean.length > 10) return;
    const tried = [...new Set([1, clean.length - 1])].filter((index) => index < clean.length);
    const starts = tried.map((index) => (clean[index]?.pts ?? 0) * stream.secondsPerTick);
    const [all = new Map(), ...later] = decodeHashes(file, starts);
    const inFrames = (pts: number) => Math.round(pts * stream.secondsPerTick * 25);
    for (const [i, index] of tried.entries()) {
      const [from = new Map(), { pts } = { pts: 0 }] = [later[i], clean[index]];
      const before = clean[index - 1];
      // Nothing from an earlier clean point may be in it, or the seek went too far back to prove anything.
      if (before) expect(from.has(inFrames(before.pts))).toBe(false);
      const since = (hashes: Map<number, string>) =>
        [...hashes].filter(([frame]) => frame >= inFrames(pts)).sort(([a], [b]) => a - b);
      expect(since(from)).toEqual(since(all));
      expect(from.has(inFrames(pts))).toBe(true);
    }
  });

  it('leaves codecs alone whose pictures FFmpeg reports without a type', () => {
    const file = fileOf(TYPELESS);
    const { stream, frames } = probeStream(file);
    expect(stream).toBeNull();
    expect(frames.map(({ type }) => type)).toEqual(['?', '?']);
  });
});

describe('transport streams that begin in the middle', () => {
  it.each(LOST)('$encode: what is said about shown pictures holds', (clip) => {
    const file = fileOf(clip);
    const bytes = readFileSync(file);
    for (const part of [0.2, 0.45]) {
      // Packets of 188 bytes; the first three hold the tables.
      const from = Math.floor((bytes.length * part) / 188) * 188;
      writeFileSync(file, Buffer.concat([bytes.subarray(0, 3 * 188), bytes.subarray(from)]));
      const { stream, frames } = probeStream(file);
      const typeByPts = new Map(frames.map(({ pts, type }) => [pts, type]));
      const known = stream?.packets.filter(({ info }) => info.type !== 'unknown') ?? [];
      expect(known.length).toBeGreaterThan(9);
      for (const { pts, info } of known) expect(typeByPts.get(pts)).toBe(info.shown ? info.type : undefined);
    }
  });
});
