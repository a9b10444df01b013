import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeClip } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { damagedCopy } from '../support/damaged-copy.ts';
import { decodedAgain, storedPicture } from '../support/decoded-again.ts';
import { temporaryFolder } from '../support/project.ts';

describe('pictures decoded again by frame number', () => {
  it('may be very many, and each comes once', async () => {
    const clip = await makeClip('long.mp4', ...scenesInput('64x48', 100), ...h264(50));
    const run = await analyzeClip(clip, temporaryFolder(), { method: 'all' });
    const wanted = run.records.filter((_, i) => i % 2 === 1);
    expect(wanted.length).toBeGreaterThan(120);
    const { pictures, failed } = await decodedAgain(run, [...wanted, ...wanted.slice(0, 5)]);
    expect([pictures.size, failed]).toEqual([wanted.length, []]);
    const last = wanted.at(-1);
    expect(pictures.get(last?.frame_number ?? -1)).toEqual(await storedPicture(run, last?.filename));
  });

  it('that are damaged are told, and the others come', async () => {
    const folder = temporaryFolder();
    const whole = await makeClip('png.mov', ...scenesInput('96x64', 10, 'rgb24'), '-c:v', 'png');
    const clip = await damagedCopy(whole, folder, (i) => i === 3 || i === 10);
    const run = await analyzeClip(clip, folder, { method: 'all' });
    const { pictures, failed } = await decodedAgain(run, run.records);
    expect(failed).toEqual([3, 10]);
    expect(pictures.size).toBe(28);
  });

  it('need the frames of this video', async () => {
    const folder = temporaryFolder();
    const clip = await makeClip('plain.mp4', ...scenesInput(), ...h264(12));
    const run = await analyzeClip(clip, folder, { method: 'keyframes' });
    await expect(decodedAgain(run, [{ frame_number: 3, pts: 77 }])).rejects.toMatchObject({
      code: 'run_invalid',
    });
    await expect(decodedAgain(run, [{ frame_number: 9000, pts: 0 }])).rejects.toMatchObject({
      code: 'run_invalid',
    });
    expect((await decodedAgain(run, [])).pictures.size).toBe(0);
    const other = path.join(folder, 'other.mp4');
    await writeFile(other, 'other');
    const moved = { ...run, file: { ...run.file, source: { ...run.file.source, path: other } } };
    await expect(decodedAgain(moved, run.records)).rejects.toMatchObject({
      code: 'source_changed',
      exitCode: 4,
    });
    const gone = { ...run.file.source, path: path.join(folder, 'gone.mp4') };
    const lost = { ...run, file: { ...run.file, source: gone } };
    await expect(decodedAgain(lost, run.records)).rejects.toMatchObject({ code: 'input_missing' });
    const newer = { ...run, file: { ...run.file, options: { ...run.file.options, tint: 1 } } };
    await expect(decodedAgain(newer, run.records)).rejects.toMatchObject({ code: 'run_invalid' });
    await expect(decodedAgain(run, run.records, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
