import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { frameLayout } from './frame-layout.ts';

const formats = [
  'gray',
  'gray10le',
  'gray12le',
  'gray16le',
  'yuv410p',
  'yuv411p',
  'yuv420p',
  'yuv422p',
  'yuv440p',
  'yuv444p',
  'yuvj420p',
  'yuvj422p',
  'yuvj440p',
  'yuvj444p',
  'yuv420p9le',
  'yuv422p10le',
  'yuv440p12le',
  'yuv420p14le',
  'yuv444p16le',
  'rgb24',
  'rgb48le',
];

describe('frameLayout', () => {
  it('rounds chroma sizes up and leaves no gaps', () => {
    const layout = frameLayout('yuv420p10le', 641, 359, 'limited');
    expect(layout).toMatchObject({ kind: 'yuv', depth: 10, range: 'limited', shiftX: 1, shiftY: 1 });
    expect(layout.planes).toEqual([
      { offset: 0, stride: 1282, width: 641, height: 359 },
      { offset: 460238, stride: 642, width: 321, height: 180 },
      { offset: 575798, stride: 642, width: 321, height: 180 },
    ]);
    expect(layout.bytes).toBe(691358);
  });

  it('knows the formats that are full range by name', () => {
    expect(frameLayout('yuvj420p', 2, 2, 'limited').range).toBe('full');
    expect(frameLayout('rgb24', 2, 2, 'limited').range).toBe('full');
    expect(frameLayout('gray', 2, 2, 'limited').range).toBe('limited');
  });

  it('gives the frame sizes that ffmpeg writes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '37x13', '-i', '-'];
    const outputs = formats.flatMap((format) => [
      '-pix_fmt',
      format,
      '-f',
      'rawvideo',
      path.join(folder, format),
    ]);
    spawnSync('ffmpeg', ['-v', 'error', ...input, ...outputs], { input: new Uint8Array(37 * 13) });
    for (const format of formats) {
      const { size } = statSync(path.join(folder, format));
      expect(size, format).toBe(frameLayout(format, 37, 13, 'limited').bytes);
    }
  });

  it('refuses what it does not know', () => {
    for (const name of ['nv12', 'yuv420p10be', 'yuva420p', 'rgba', 'gray10', 'yuvj420p10', '']) {
      expect(() => frameLayout(name, 2, 2, 'full')).toThrow(RangeError);
    }
    expect(() => frameLayout('gray', 0, 2, 'full')).toThrow(RangeError);
    expect(() => frameLayout('gray', 2.5, 2, 'full')).toThrow(RangeError);
  });
});
