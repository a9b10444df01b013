import { describe, expect, it } from 'vitest';
import { parseFilters, parseHwaccels } from './capabilities.ts';
import { findFfmpeg, installHint, isNewEnough, parseVersion } from './ffmpeg-programs.ts';

describe('which FFmpeg is there', () => {
  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers', '5.1.9-0+deb12u1'],
    ['ffprobe version n7.0.2 Copyright', 'n7.0.2'],
    ['ffmpeg version N-109468-gd39b34123d Copyright', 'N-109468-gd39b34123d'],
    ['bash: ffmpeg: command not found', null],
    ['', null],
  ])('%s', (banner, version) => {
    expect(parseVersion(banner)).toBe(version);
  });

  it.each([
    ['5.1', true],
    ['5.1.9-0+deb12u1', true],
    ['n6.0', true],
    ['10.0.1', true],
    ['N-109468-gd39b34123d', true],
    ['git-2023-01-01', true],
    ['5.0.3', false],
    ['4.4.2-0ubuntu0.22.04.1', false],
    ['n4.9', false],
    ['2.8', false],
  ])('%s: new enough is %s', (version, enough) => {
    expect(isNewEnough(version)).toBe(enough);
  });

  it('a program that is not there is named with the hint of the platform', async () => {
    for (const env of [{ FFMPEG_PATH: '/no/ffmpeg' }, { FFPROBE_PATH: '/no/ffprobe' }]) {
      await expect(findFfmpeg(env, 'darwin')).rejects.toMatchObject({
        code: 'ffmpeg_missing',
        exitCode: 3,
        hint: expect.stringContaining('brew install ffmpeg'),
      });
    }
    expect(installHint('win32')).toContain('winget');
    expect(installHint('linux')).toContain('apt-get install -y ffmpeg');
  });

  it('filters and hardware decoders are read from its lists', () => {
    const filters =
      'Filters:\n  T.. = Timeline support\n  .S. = Slice threading\n ... abench            A->A       Benchmark\n TSC bwdif             V->V       Deinterlace\n .SC zscale            V->V       Scale\n ..  concat            N->N       Join\n';
    expect(parseFilters(filters)).toEqual(new Set(['abench', 'bwdif', 'zscale', 'concat']));
    expect(parseHwaccels('Hardware acceleration methods:\nvdpau\ncuda\n\n')).toEqual(['vdpau', 'cuda']);
    expect(parseHwaccels('')).toEqual([]);
  });
});
