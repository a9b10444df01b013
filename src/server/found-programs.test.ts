import { expect, it, vi } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { foundPrograms } from './found-programs.ts';

const PROGRAMS = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', version: '5.1' };

it('looks for FFmpeg once', async () => {
  const find = vi.fn(async () => PROGRAMS);
  const programs = foundPrograms(find);
  expect(find).not.toHaveBeenCalled();
  expect(await Promise.all([programs(), programs()])).toEqual([PROGRAMS, PROGRAMS]);
  expect(await programs()).toBe(PROGRAMS);
  expect(find).toHaveBeenCalledTimes(1);
});

it('looks again after a failure: it may be installed meanwhile', async () => {
  const missing = new AppError('ffmpeg_missing', { program: 'ffmpeg', install: 'install it' });
  const find = vi.fn(async () => PROGRAMS).mockRejectedValueOnce(missing);
  const programs = foundPrograms(find);
  await expect(programs()).rejects.toBe(missing);
  expect(await programs()).toBe(PROGRAMS);
});
